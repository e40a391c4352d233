import { z } from "zod";

/**
 * What passes between Plimsoll and the systems it acts on; sandbox/PROTOCOL.md describes the wire. Shared by the
 * executors, which send and read, and the services, which take call-backs and apply what was seen.
 */

/** A reading or a sending is given up after so many seconds, to be tried again under the same id. */
export const answerSecondsMost = 30;
/**
 * After so many seconds an action that is being sent counts as left behind by a killed worker: longer than a reading and a sending
 * together, so that nobody else takes what a slow one still has in hand.
 */
export const lostAfterSeconds = 2 * answerSecondsMost + 15;

const time = z.iso.datetime({ offset: true });
const units = z.number().int().min(0).max(2_000_000_000);

export const transferReading = z.object({
  actionId: z.string(),
  number: z.string(),
  reference: z.string().nullish(),
  state: z.enum(["accepted", "shipped", "received", "cancelled"]),
  /** Of one that is shipped: its receiver has begun to count it in, and does not tell how much of it. */
  isArriving: z.boolean().optional(),
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
  /** Exact decimal in the campaign's currency; of a campaign only, where the platform tells. */
  budgetPerDay: z.string().nullish(),
  readAt: time,
});
/** An ad, or a whole campaign, as the platform sees it. */
export type AdReading = z.output<typeof adReading>;

export const quantityReading = z.object({
  sku: z.string(),
  /** The vendor's id of the listing, where it has one. */
  externalId: z.string().nullish(),
  /** The vendor's id of the place; null where it publishes one quantity for all. */
  place: z.string().nullish(),
  /** Null: the vendor does not count this one. */
  units: units.nullable(),
  changedAt: time.nullish(),
  readAt: time,
});
/** The quantity that a channel shows of a SKU. */
export type QuantityReading = z.output<typeof quantityReading>;

export type Reading =
  | ({ subject: "transfer" } & TransferReading)
  | ({ subject: "ad" } & AdReading)
  | ({ subject: "quantity" } & QuantityReading);

/** Data of `ad.pause` and `ad.resume`: the smallest thing that can be switched, and the state it is expected in. */
export const adSwitchData = z.object({
  actionId: z.string(),
  level: z.enum(["product_ad", "campaign"]),
  externalId: z.string(),
  campaignExternalId: z.string(),
  expectedState: z.enum(["enabled", "paused"]).nullish(),
});

const exact = z.string().regex(/^\d+(\.\d+)?$/);

/** Data of `ad.budget`: an exact decimal a day in the campaign's currency. Null expected: whatever it is now. */
export const adBudgetData = z.object({
  actionId: z.string(),
  campaignExternalId: z.string(),
  budgetPerDay: exact,
  expectedBudgetPerDay: exact.nullish(),
});
export type AdBudgetData = z.output<typeof adBudgetData>;

/**
 * Data of `quantity.set`: what the channel shall show of a SKU. `expectedUnits` is what it showed when that was decided;
 * where it shows another number by now, nothing is written and the answer is refused. Null: whatever it shows.
 */
export const quantitySetData = z.object({
  actionId: z.string(),
  sku: z.string(),
  externalId: z.string().nullish(),
  place: z.string().nullish(),
  units,
  expectedUnits: units.nullish(),
  /** Of no one place: the places, by the vendor's names, that a difference is put to or taken from, in this order. */
  adjust: z.array(z.string()).max(200).nullish(),
});
export type QuantitySetData = z.output<typeof quantitySetData>;

/**
 * Data of `transfer.shipped` and `transfer.arrived`: what left, or came in, of a transfer that was asked for by the action
 * `transfer`. No lines: all that is left of it.
 */
export const transferStepData = z.object({
  actionId: z.string(),
  transfer: z.string(),
  lines: z
    .array(z.object({ sku: z.string(), quantity: units, rejected: units.nullish() }))
    .max(1_000)
    .nullish(),
});
export type TransferStepData = z.output<typeof transferStepData>;

/** One message to a vendor. `id` is the same on every attempt, so that the vendor can tell a repeat. */
export interface OutboundMessage {
  id: string;
  type:
    | "transfer.requested"
    | "transfer.cancelled"
    | "transfer.shipped"
    | "transfer.arrived"
    | "ad.pause"
    | "ad.resume"
    | "ad.budget"
    | "quantity.set";
  data: Record<string, unknown>;
}

/** What can be read back at a vendor. */
export type Subject =
  // Lines as they were asked for, where the vendor knows them by SKU only and their numbers must be told from that.
  | { subject: "transfer"; actionId: string; lines?: readonly { lineNo: number; sku: string }[] }
  | { subject: "ad"; level: "product_ad" | "campaign"; externalId: string }
  | { subject: "quantity"; sku: string; externalId: string | null; place: string | null };

/** Where a vendor is reached. */
export interface Target {
  baseUrl: string;
  /** Signs both directions, `whsec_…`. */
  secret: string;
  /** Replaced ones that still hold, newest first: what goes out is signed with them too, what comes in may be. */
  formerSecrets?: readonly string[];
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

/** An outcome of which nothing more is known, to be filled in by what is. */
export const blankSendResult: Readonly<SendResult> = {
  outcome: "failed",
  httpStatus: null,
  answer: null,
  receipt: null,
  reason: null,
  retryAfterSeconds: null,
  current: null,
};

/** An outcome without an answer, or whose answer says nothing else. */
export const unsent = (outcome: SendResult["outcome"], reason: string): SendResult => ({
  ...blankSendResult,
  outcome,
  reason,
});

/** seen: the vendor's state. absent: it knows no such thing. unreadable: could not be asked, or not at all. */
export type ReadResult =
  | { outcome: "seen"; reading: Reading }
  | { outcome: "absent" }
  | { outcome: "unreadable"; reason: string; retryAfterSeconds: number | null };
