import type { ValueRange } from "@/lib/metrics/value-range/compute";

/** Key of a row, as the caller names it: the database's number, or a code in a golden case. */
export type Id = string | number;

/** Facts that a translated sentence is made of. */
export type Params = Record<string, string | number | boolean | null>;

/** One input of a decision, for the evidence list and for comparing two versions of a recommendation. */
export interface Evidence {
  /** Stable name of the fact; together with `params` it says which one is meant. */
  key: string;
  value: string | number | null;
  /** units, units_per_day, days, share, minor, minor_per_day, text. */
  unit: string;
  /** Key of the connection it was read from, or `computed`. */
  source: string;
  /** ISO time of the reading; null: never read. */
  asOf: string | null;
  /** Older than this blocks the decision. */
  limitSeconds?: number;
  params?: Params;
}

export type OptionKind =
  | "transfer"
  | "ad_pause"
  | "ad_throttle"
  | "play"
  | "publish_quantity"
  | "price"
  | "reorder"
  | "do_nothing";

/** What an option leaves open, as a code and figures; the words are the page's. */
export type Unsolved =
  | { code: "days_without_stock"; days: number }
  | { code: "units_short"; units: number }
  | { code: "brings_no_stock" }
  | { code: "ads_keep_spending"; minorPerDay: number; days: number }
  | { code: "gap_until_arrival"; days: number; units: number }
  | { code: "other_skus_lose"; minorPerDay: number }
  | { code: "sales_at_risk"; minorPerDay: number }
  | { code: "not_executable_here" }
  /** Nothing carries it out, so that nobody can tell what it brought. */
  | { code: "not_measured" };

/** One thing to be carried out. */
export type Step =
  | {
      kind: "transfer";
      laneId: Id;
      from: Id;
      to: Id;
      quantity: number;
      packs: number;
      /** Its part of the shipment's fixed cost, minor units. */
      fixedMinor: number;
    }
  | { kind: "ad_pause"; target: "product_ad" | "campaign"; targetId: Id; campaignId: Id; value?: ValueRange }
  | { kind: "reorder"; locationId: Id; quantity: number; orderByDay: string; arrivesDay: string }
  | BudgetStep
  | { kind: "publish_quantity"; listingId: Id; fromUnits: number; units: number; value: ValueRange }
  | { kind: "price"; priceMinor: number; fromMinor: number; untilDay: string };

/** A campaign's daily budget as a share of what it is now, from a day on. */
export interface BudgetStep {
  kind: "ad_budget";
  purpose: "throttle" | "raise" | "restore";
  campaignId: Id;
  /** Of the present budget. */
  share: number;
  /** Days from now; 0: at once. */
  startDay: number;
  /** It begins when the goods of the option's transfer have arrived, which is expected on that day. */
  afterGoods: boolean;
  /** From this day on it makes no sense to begin. */
  untilDay?: number;
  /** Its part of the option's value. */
  value: ValueRange;
}

/** One way to answer a problem. Amounts in minor units of the company's currency. */
export interface DecisionOption {
  /** Stable within the problem: transfer:plan, transfer:<laneId>, ad_pause, ad_throttle, publish_quantity, play:<what>, price, reorder,
   * do_nothing. */
  key: string;
  kind: OptionKind;
  /** Gain over doing nothing; of do_nothing itself its (negative) cost. */
  value: ValueRange;
  /** What it costs to carry out, ≥ 0 (already taken off the value). */
  costMinor: number;
  /** Days until it takes effect or arrives; 0: at once; null: nothing happens. */
  effectInDays: number | null;
  /** Units that it moves, orders or (do nothing) leaves short. */
  quantity: number;
  unsolved: Unsolved[];
  steps: Step[];
  executable: boolean;
}

/** Why a decision may not be carried out now, as a code and the facts of its sentence. */
export interface BlockedReason {
  key: "stale_input" | "never_read" | "unknown_stock";
  params: Params;
}
