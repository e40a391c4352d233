import type { PromotionRow } from "@/db/queries/publishing";

/** A promotion as the page hands it on: times as text. */
export type Promotion = Omit<PromotionRow, "startsAt" | "endsAt"> & { startsAt: string; endsAt: string };

export interface PromotionChannel {
  id: number;
  name: string;
  timeZone: string;
}
