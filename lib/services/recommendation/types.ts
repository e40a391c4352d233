import type { MaterialFacts } from "@/lib/decisions/material-change";
import type { Role } from "@/lib/services/_shared/actor";

/** What is wrong. */
export type RecommendationKind = "shortage" | "ad_pause" | "ad_resume" | "ad_budget" | "excess";

/** Who decides it. */
export type Team = Extract<Role, "supply" | "marketing" | "operator">;

export type Urgency = "urgent" | "high" | "normal";

export type RecommendationState =
  | "open"
  | "approved"
  | "rejected"
  | "snoozed"
  | "expired"
  | "superseded"
  | "blocked";

/** Facts that a translated sentence is made of; money in minor units, times as ISO text. Null: unknown or none. */
export type Params = Record<string, string | number | boolean | null>;

/** A sentence that is not stored: `key` names the message below `recommendation.*`, `params` fill it. */
export interface Phrase {
  key: string;
  params: Params;
}

/**
 * The problem in facts. Keys: `shortage.out`, `shortage.at_risk`, `ad_pause.out`, `ad_pause.at_risk`, `ad_resume.back`, `ad_resume.loses`,
 * `excess`. Params that are always there: skuCode, skuTitle, currency (the company's), lossMinorPerDay (null: not known).
 * Per kind: shortage: locationId, locationCode, locationName, availableUnits, incomingUnits, meanUnitsPerDay, coverDays, gapDays,
 * nextArrivalAt, stockoutProbability. ad_*: adName, campaignName, channelName, adKind, availableUnits,
 * spendMinorPerDay; of `ad_resume.loses` also costMinorPerDay, what a day of running again is expected to lose. excess: locationId, locationCode, locationName, excessUnits, excessMinor, coverDays.
 */
export interface Problem extends Phrase {
  /** Locations whose gauges belong beside the sentence: the one in need first, then donors. */
  locationIds: number[];
}

/** One shipment of one SKU on one lane. Freight in the company's currency, as priced. */
export interface TransferStep {
  kind: "transfer";
  laneId: number;
  originId: number;
  destinationId: number;
  skuId: number;
  /** A whole number of packs. */
  quantityUnits: number;
  packSizeUnits: number;
  freightMinor: number;
  /** The part of it that pays for the shipment itself, shared with its other lines; absent in what was stored before. */
  fixedMinor?: number;
  leadTimeDays: number;
}

/** One switch at an ad platform. Without `productAdId` the whole campaign is meant. */
export interface AdStep {
  kind: "ad_pause" | "ad_resume";
  campaignId: number;
  productAdId: number | null;
  connectionId: number;
  /** The platform's id of what is switched. */
  externalId: string;
  currency: string;
  campaignName?: string;
}

/**
 * When a step begins that does not begin at once: at a time, or when the goods of another step have arrived, which is
 * expected at `at`.
 */
export interface StepStart {
  /** ISO time. */
  at: string;
  /** Key of the step whose goods it waits for. */
  after?: string;
}

/** What a step must still find when it begins; without it there is nothing to look at but the campaign. */
export interface StepNeeds {
  skuId: number;
  locationIds: number[];
  /** Units that must lie there, all places together. */
  units: number;
}

interface Timed {
  /** Left out: at once. */
  start?: StepStart;
  needs?: StepNeeds;
  /** Days from its effect that its worth covers; left out: nothing was said, so that nothing can be held against it. */
  claimDays?: number;
  /** Of the option's value, this step's part; left out: shared out by units. */
  worth?: { lowMinor: number; midMinor: number; highMinor: number };
}

/**
 * What a campaign may spend a day, in minor units of its own currency. throttle: less until goods come; lower and raise: money
 * that moves to where it earns more; restore: back to what it was before.
 */
export interface BudgetStep extends Timed {
  kind: "ad_budget";
  purpose: "throttle" | "lower" | "raise" | "restore";
  campaignId: number;
  campaignName: string;
  connectionId: number;
  externalId: string;
  currency: string;
  /** What it is when the step begins. */
  fromMinorPerDay: number;
  budgetMinorPerDay: number;
  /** ISO time from which on it makes no sense to begin any more. */
  until?: string;
}

/** What a channel shows of a SKU, set so that no more is sold than there is. */
export interface QuantityStep extends Timed {
  kind: "publish_quantity";
  listingId: number;
  channelId: number;
  channelName: string;
  connectionId: number;
  vendor: string;
  fromUnits: number;
  units: number;
}

/** Ordered from the supplier by a person: nothing carries it out. */
export interface ReorderStep {
  kind: "reorder";
  locationId: number;
  quantityUnits: number;
  orderByDay: string;
  arrivesDay: string;
}

/** A price to set by hand: no connector carries prices. Money in minor units of the company's currency. */
export interface PriceStep {
  kind: "price";
  skuId: number;
  fromMinor: number;
  priceMinor: number;
  untilDay: string;
}

export type Step =
  | (TransferStep & Timed)
  | (AdStep & Timed)
  | BudgetStep
  | QuantityStep
  | ReorderStep
  | PriceStep;

/** A step that can be carried out from here. */
export type ActiveStep = Exclude<Step, ReorderStep | PriceStep>;

export type OptionKind =
  | "transfer"
  | "ad_pause"
  | "ad_resume"
  | "ad_throttle"
  | "ad_shift"
  | "publish_quantity"
  | "play"
  | "price"
  | "reorder"
  | "do_nothing";

/** A value as the decision worked it out, and the part of it that counts by what came of earlier ones (claim_factor). */
export interface Claim {
  /** 0.1 to 1. */
  factor: number;
  /** Of the factors. */
  version: number;
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
}

/** One way to act. Money in the company's currency: the gain over doing nothing; of doing nothing its own (negative) cost. */
export interface Option {
  /** Unique within the recommendation, the same from version to version while it means the same: `transfer:<laneId>`, `transfer:plan`, `ad_pause`, `ad_resume`, `reorder`, `do_nothing`. */
  key: string;
  kind: OptionKind;
  /**
   * Facts of its sentence (`recommendation.option.<kind>`). transfer: quantityUnits, packs, originCode, originName (several
   * joined by ", "), destinationCode, destinationName, laneCount. ad_pause, ad_resume: adCount, adName. reorder:
   * quantityUnits, orderByDay, arrivesDay. do_nothing: quantityUnits (expected to be missed).
   */
  params: Params;
  /** Units moved or ordered; absent where there is no quantity. */
  quantityUnits?: number;
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
  /** What was claimed for it before the value was multiplied with the factor of its kind; absent: nothing was taken off. */
  claim?: Claim;
  /** What it costs, ≥ 0, already taken off the value. */
  costMinor: number;
  /** Days until it takes effect; 0: at once; null: not known. */
  effectDays: number | null;
  /** ISO time of arrival of what is moved or ordered; null where nothing arrives. */
  arrivesAt: string | null;
  /** What it leaves unsolved (`recommendation.unsolved.<key>`). */
  unsolved: Phrase[];
  steps: Step[];
  /** False: advice only, nothing that could be carried out from here. */
  executable: boolean;
}

/** One input with its time. `key` names the message `recommendation.evidence.<key>`. */
export interface Evidence {
  key: string;
  value: string | number | null;
  /** units, units_per_day, days, share, minor (with `currency` of the company), minor_per_day, text. */
  unit: string;
  /** Key of the connection it was read from, or `computed`. */
  source: string;
  /** ISO time; null: never read. */
  asOf: string | null;
  /** Older than this blocks the recommendation. */
  limitSeconds?: number;
  /** The page with its rows. */
  href?: string;
  /** Facts of its label: location code, ad name … */
  params?: Params;
}

/** The facts by which two versions are compared (lib/decisions/material-change.ts); the evidence stands beside them. */
export type Material = Omit<MaterialFacts, "evidence">;

/**
 * Why a recommendation may not be approved now (`recommendation.blocked.<key>`): stale_input, never_read, unknown_stock; of one that
 * cannot be worked out missing_cost, missing_price, missing_rate, lanes_clash.
 */
export type BlockedReason = Phrase;

/** A recommendation as worked out, before it is compared with what is stored. */
export interface Candidate {
  kind: RecommendationKind;
  team: Team;
  /** One live recommendation a subject: `shortage:<skuId>:<locationId>`, `ad:<productAdId>`, `campaign:<campaignId>`, `excess:<skuId>:<locationId>`. */
  subjectKey: string;
  skuId: number | null;
  locationId: number | null;
  campaignId: number | null;
  productAdId: number | null;
  problem: Problem;
  /** Best first, do nothing last. */
  options: Option[];
  evidence: Evidence[];
  /** The oldest input; null: one of them was never read. */
  dataAsOf: Date | null;
  /** Of the best option over doing nothing. */
  valueLowMinor: number;
  valueMinor: number;
  valueHighMinor: number;
  lossMinorPerDay: number;
  urgency: Urgency;
  /** Empty: it may be approved. */
  blockedReasons: BlockedReason[];
  /** What a person's mind hangs on; two versions are compared with materialChanges(). */
  material: Material;
  /** Equal hash: nothing material changed. Beside a step of its scale it may differ although little did: see `material`. */
  materialHash: string;
}
