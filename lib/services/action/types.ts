import type { AdReading, QuantityReading, Reading } from "@/lib/core/outbound";
import type { Expected } from "./share-value";

export type ActionKind =
  | "transfer"
  | "transfer_cancel"
  | "transfer_ship"
  | "transfer_receive"
  | "ad_pause"
  | "ad_resume"
  | "ad_budget"
  | "publish_quantity";

export type ActionState =
  | "queued"
  | "sending"
  | "accepted"
  | "verified"
  | "unconfirmed"
  | "failed"
  | "undoing"
  | "undone"
  | "refused"
  | "cancelled";

/** A transfer that is to be written, with the action that asks for it. */
export interface NewTransfer {
  recommendationId: number | null;
  laneId: number;
  lines: readonly { skuId: number; quantity: number }[];
  /** In the company's currency. */
  freightMinor: number;
  /** The part of it that pays for the shipment itself. */
  fixedMinor?: number;
  expected: Expected | null;
  /** One approval of many decisions: what goes over one lane leaves as one order, sent by send-shipment.ts. */
  shipment?: string | undefined;
}

/** A transfer as it is asked of whoever runs the origin. */
export interface TransferPayload {
  transferId: number;
  number: string;
  laneId: number;
  originId: number;
  destinationId: number;
  originCode: string;
  destinationCode: string;
  /** ISO time of the expected arrival. */
  expectedAt: string;
  lines: { lineNo: number; skuId: number; sku: string; quantity: number }[];
  /** What the account that is asked calls the places and, by our codes, the SKUs; left out: as we do. */
  called?: { origin: string; destination: string; skus: Record<string, string> };
}

/** Gives up a transfer that has not left. */
export interface TransferCancelPayload {
  transferId: number;
  number: string;
  /** The transfer's own action. */
  cancels: string;
  reason: string;
  /** Of the transfer, by the account's names, so that a reading of it can be told line by line. */
  lines?: { lineNo: number; sku: string }[];
}

/** Books at the account that carries a transfer what was confirmed here: that goods left, or that they came in. */
export interface TransferStepPayload {
  transferId: number;
  number: string;
  /** The transfer's own action, under which the account knows it. */
  asked: string;
  /** By the account's names. `total`: what it shows once this is booked, with what came before. */
  lines: { lineNo: number; sku: string; quantity: number; rejected: number; total: number }[];
}

/** A switch at an ad platform; `productAdId` null: the whole campaign. */
export interface AdPayload {
  level: "product_ad" | "campaign";
  campaignId: number;
  productAdId: number | null;
  externalId: string;
  campaignExternalId: string;
  /** The platform changes nothing unless it finds this state. */
  expectedState: "enabled" | "paused";
  /** The action of ours that left this state: if the source names another hand since, nothing is sent. */
  leftBy?: string;
  /** An action that its platform never showed and that this one was sent in place of; should it show after all, it counts. */
  replaces?: string;
}

/** What a campaign may spend a day; exact decimals in its currency. */
export interface BudgetPayload {
  campaignId: number;
  campaignExternalId: string;
  currency: string;
  budgetPerDay: string;
  /** What it was when it was decided; null: not known. */
  expectedBudgetPerDay: string | null;
  /** As in AdPayload. */
  replaces?: string;
}

/** What a channel shall show of a SKU. */
export interface QuantityPayload {
  listingId: number;
  channelId: number;
  skuId: number;
  sku: string;
  /** The channel's id of the listing. */
  externalId: string;
  /** The account's name of the place that the quantity is of; null: it is of all together. */
  place: string | null;
  /** Where it is of no one place: the account's places that a difference is put to or taken from, in this order. */
  adjust?: string[];
  units: number;
  /** What the channel showed when it was decided; null: never read. */
  expectedUnits: number | null;
  /** As in AdPayload. */
  replaces?: string;
}

/** What the source showed before the action was sent; what an undo restores and is compared with. */
export type PriorState = { ad: AdReading } | { quantity: QuantityReading } | { absent: true };

interface ActionCommon {
  id: string;
  state: ActionState;
  stateReason: string | null;
  executor: "webhook" | "manual" | "connector";
  connectionId: number | null;
  recommendationId: number | null;
  undoOf: string | null;
  attempts: number;
  priorState: PriorState | null;
  reading: Reading | null;
  acceptedAt: Date | null;
  createdAt: Date;
}

/** An action with the payload of its kind. */
export type Action = ActionCommon &
  (
    | { kind: "transfer"; payload: TransferPayload }
    | { kind: "transfer_cancel"; payload: TransferCancelPayload }
    | { kind: "transfer_ship"; payload: TransferStepPayload }
    | { kind: "transfer_receive"; payload: TransferStepPayload }
    | { kind: "ad_pause"; payload: AdPayload }
    | { kind: "ad_resume"; payload: AdPayload }
    | { kind: "ad_budget"; payload: BudgetPayload }
    | { kind: "publish_quantity"; payload: QuantityPayload }
  );
