import type { ValueRange } from "../value-range/compute";
import type { AdDay } from "./ad-units";
import type { DonorDay, Spread } from "./replay";
import type { ShownChange, ShownUnknown } from "./shown";
import type { BaselineDay } from "./worth";

/** One SKU of a transfer that was received. */
export interface TransferLine {
  actionId: string;
  /** Keys of the shelf that received and the one that gave: `<skuId>:<locationId>`. */
  receiver: string;
  donor: string;
  /** When the goods came, ms. */
  since: number;
  shippedUnits: number;
  receivedUnits: number;
  costMinor: number;
  marginMinorPerUnit: number | null;
  /** What a unit costs to hold a day; 0 where its cost is not known. */
  holdingMinorPerUnitDay: number;
  daysUnderWay: number;
  /** From its arrival to the end of what is measured. */
  daysHeld: number;
  /** First and last day that count, in the zone of the place; the day of arrival itself does not. */
  receiverFrom: string;
  receiverUntil: string;
  donorFrom: string;
  donorUntil: string;
  /** Part of the days that its expectation covers which is measured here, 0 to 1; null: not told what it covers. */
  claimedShare: number | null;
}

/** What a shelf had of its own, beside the transfers' goods, at the end of the day on which the first of them came. */
export interface ReceivingShelf {
  shelf: string;
  ownUnits: number;
}

/** A shelf that gave goods: the days on which it was out for a part. */
export interface GivingShelf {
  shelf: string;
  dispersion: number;
  days: readonly Omit<DonorDay, "soldUnits">[];
}

/** Units of a shelf on a day. */
export interface ShelfDay {
  shelf: string;
  day: string;
  units: number;
}

/** One ad whose state or budget an action changed. */
export interface ChangedAd {
  actionId: string;
  since: number;
  /** Shelves that serve it. */
  shelves: readonly string[];
  stopsWhenEmpty: boolean;
  /** Empty: it spent nothing before, as an ad that is resumed. */
  baseline: readonly BaselineDay[];
  openingUnits: number;
  days: readonly Omit<AdDay, "soldUnits" | "arrivedUnits">[];
  marginMinorPerUnit: number | null;
  /** As of a transfer's line. */
  claimedShare: number | null;
}

/** One quantity that was set on a channel. */
export interface ChangedQuantity extends ShownChange {
  actionId: string;
  since: number;
  /** Shelves that serve the channel. */
  shelves: readonly string[];
  marginMinorPerUnit: number | null;
  /** As of a transfer's line. */
  claimedShare: number | null;
}

export interface ImpactInputs {
  lines: readonly TransferLine[];
  receivers: readonly ReceivingShelf[];
  donors: readonly GivingShelf[];
  ads: readonly ChangedAd[];
  quantities: readonly ChangedQuantity[];
  sold: readonly ShelfDay[];
  /** What came in beside the goods of `lines`. */
  arrived: readonly ShelfDay[];
  substitutionShare: number;
  /** Cost of an order that cannot be served. */
  errorMinorPerOrder: Spread;
}

/** What the figure rests on, for the page that explains it. Units may be parts of a unit: they are expectations. */
export interface ImpactFacts {
  claimedUnits: number;
  donorLostUnits: number;
  missedUnits: number;
  savedMinor: number;
  costMinor: number;
  /** Holding what was not sold; absent in what was stored before. */
  heldMinor?: number;
  /** Orders that would have been taken and could not have been served; absent in what was stored before. */
  avoidedOrders?: number;
}

/** Why the worth of an action cannot be told. */
export type Unmeasurable = "margin_unknown" | ShownUnknown;

export interface Impact {
  /** As of a transfer's line. */
  claimedShare: number | null;
  /** Null: it cannot be told. */
  value: ValueRange | null;
  why: Unmeasurable | null;
  facts: ImpactFacts;
}
