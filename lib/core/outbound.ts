import { z } from "zod";

/**
 * What passes between Plimsoll and the systems it acts on; sandbox/PROTOCOL.md describes the wire. Shared by the
 * executors, which send and read, and the services, which take call-backs and apply what was seen.
 */

const time = z.iso.datetime({ offset: true });
const units = z.number().int().min(0).max(2_000_000_000);

export const transferReading = z.object({
  actionId: z.string(),
  number: z.string(),
  reference: z.string().nullish(),
  state: z.enum(["accepted", "shipped", "received", "cancelled"]),
  shippedAt: time.nullish(),
  receivedAt: time.nullish(),
  cancelledAt: time.nullish(),
  readAt: time,
  lines: z
    .array(
      z.object({
        lineNo: z.number().int().min(1),
        sku: z.string(),
        quantity: units,
        shippedQuantity: units.nullish(),
        receivedQuantity: units.nullish(),
      }),
    )
    .max(1_000),
});
/** A transfer as the warehouse sees it. */
export type TransferReading = z.output<typeof transferReading>;

export const adReading = z.object({
  level: z.enum(["product_ad", "campaign"]),
  externalId: z.string(),
  campaignExternalId: z.string(),
  state: z.enum(["enabled", "paused", "ended"]),
  changedAt: time.nullish(),
  changedBy: z.string().nullish(),
  lastActionId: z.string().nullish(),
  readAt: time,
});
/** An ad, or a whole campaign, as the platform sees it. */
export type AdReading = z.output<typeof adReading>;

export type Reading = ({ subject: "transfer" } & TransferReading) | ({ subject: "ad" } & AdReading);

/** One message to a vendor. `id` is the same on every attempt, so that the vendor can tell a repeat. */
export interface OutboundMessage {
  id: string;
  type: "transfer.requested" | "transfer.cancelled" | "ad.pause" | "ad.resume";
  data: Record<string, unknown>;
}

/** What can be read back at a vendor. */
export type Subject =
  | { subject: "transfer"; actionId: string }
  | { subject: "ad"; level: "product_ad" | "campaign"; externalId: string };

/** Where a vendor is reached. */
export interface Target {
  baseUrl: string;
  /** Signs both directions, `whsec_…`. */
  secret: string;
  /** Whether the address may lie inside this host's own network. */
  allowPrivateNetwork: boolean;
}

/**
 * accepted: taken on, not yet proved. retry: nothing is known to have happened, try again later. refused: the world is
 * no longer what the action expected. failed: it will not work however often it is tried.
 */
export interface SendResult {
  outcome: "accepted" | "retry" | "refused" | "failed";
  httpStatus: number | null;
  /** Beginning of the answer, for the person who looks into it. */
  answer: string | null;
  receipt: Record<string, unknown> | null;
  /** A short code such as `timeout`, `too_many_requests`, `state_changed`. */
  reason: string | null;
  retryAfterSeconds: number | null;
  /** The vendor's present state, when its answer tells. No proof: only a reading of its own is. */
  current: Reading | null;
}

/** seen: the vendor's state. absent: it knows no such thing. unreadable: could not be asked, or not at all. */
export type ReadResult =
  | { outcome: "seen"; reading: Reading }
  | { outcome: "absent" }
  | { outcome: "unreadable"; reason: string; retryAfterSeconds: number | null };
