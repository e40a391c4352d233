import type { LiveFaults } from "../live/contract";

/** An ad platform of the sample company that is played by a server with its vendor's own protocol. */
export interface LiveAds {
  /** Key of its connection. */
  key: string;
  faults: LiveFaults;
  /** Lets its ads run for a while, as of now; `empty` names those that it stops by itself. */
  spend: (spanMs: number, empty: ReadonlySet<string>) => void;
  /** Somebody at the platform switches an ad. False: there is no such ad. */
  switchByHand: (
    level: "product_ad" | "campaign",
    externalId: string,
    state: "enabled" | "paused" | "ended",
  ) => boolean;
  stop: () => Promise<void>;
}
