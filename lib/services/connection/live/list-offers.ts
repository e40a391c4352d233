import { type LiveVendor, listVendors } from "@/lib/ingest/sync/connect";
import { type NotLive, notLive } from "@/lib/ingest/sync/other-systems";

export type { LiveVendor, NotLive };

/** What can be connected: live by an account, and through files or the API. */
export const listOffers = (): { live: readonly LiveVendor[]; notLive: readonly NotLive[] } => ({
  live: listVendors(),
  notLive,
});

/** What a person is asked to connect a vendor, and what is read of it; null for one that is not spoken to live. */
export const offerOf = (vendor: string): LiveVendor | null =>
  listVendors().find((offer) => offer.vendor === vendor) ?? null;
