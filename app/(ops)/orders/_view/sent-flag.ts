import type { PastFlagRow } from "@/db/queries/order-flags";

/** What an order is held for, as it travels to the browser. */
export type SentFlag = Omit<PastFlagRow, "placedAt" | "raisedAt" | "decidedAt"> & {
  placedAt: string;
  raisedAt: string;
  decidedAt: string | null;
};

export const sentFlag = (flag: PastFlagRow): SentFlag => ({
  ...flag,
  placedAt: flag.placedAt.toISOString(),
  raisedAt: flag.raisedAt.toISOString(),
  decidedAt: flag.decidedAt?.toISOString() ?? null,
});
