import type { ValueRange } from "../value-range/compute";
import { valueRange } from "../value-range/compute";
import { deviations80, type Spread } from "./replay";

/** One UTC day of a channel while a quantity that was set on it was in force. */
export interface ShownDay {
  day: string;
  /** Sold by the channel. */
  soldUnits: number;
  /** Part of the day that it was in force and nothing lay at the shelves that serve the channel, 0 to 1. */
  emptyShare: number;
}

/** What a channel showed before and after it was set. */
export interface ShownChange {
  /** Null: it was never read. */
  beforeUnits: number | null;
  units: number;
  /** What the channel sold a day while there was stock, in the weeks before; null: there never was. */
  unitsPerDay: number | null;
  days: readonly ShownDay[];
}

/** Why what a quantity was worth cannot be told. */
export type ShownUnknown = "shown_unknown" | "demand_unknown";

/** How a quantity that was set moved what the channel sold. */
export interface ShownEffect {
  /** Orders that would have been taken and could not have been served. */
  avoidedOrders: Spread;
  /** Sold beyond what was shown before, by day, before anybody else's claims. */
  gained: { day: string; units: number }[];
}

/**
 * Less shown than before: orders that nobody saw while nothing was left, demand before × days without stock, would have been
 * taken as far as the former quantity reached beyond what was sold. Orders are of one unit and come by chance, so that 8 of 10
 * outcomes lie within 1.28 × √orders. More shown: what the channel sold beyond the former quantity could not have been sold.
 */
export function shownEffect(change: ShownChange): ShownEffect | ShownUnknown {
  const { beforeUnits, units, unitsPerDay, days } = change;
  const nothing = { low: 0, mid: 0, high: 0 };
  if (beforeUnits === null) return "shown_unknown";
  if (units >= beforeUnits) return { avoidedOrders: nothing, gained: soldBeyond(beforeUnits, days) };
  const emptyDays = days.reduce((sum, day) => sum + day.emptyShare, 0);
  if (unitsPerDay === null && emptyDays > 0) return "demand_unknown";
  const sold = days.reduce((sum, day) => sum + day.soldUnits, 0);
  const room = Math.max(0, beforeUnits - sold);
  const unseen = (unitsPerDay ?? 0) * emptyDays;
  const half = deviations80 * Math.sqrt(unseen);
  const within = (orders: number) => Math.min(room, Math.max(0, orders));
  return {
    avoidedOrders: { low: within(unseen - half), mid: within(unseen), high: within(unseen + half) },
    gained: [],
  };
}

function soldBeyond(units: number, days: readonly ShownDay[]): { day: string; units: number }[] {
  let sold = 0;
  return days.flatMap(({ day, soldUnits }) => {
    const before = Math.max(0, sold - units);
    sold += Math.max(0, soldUnits);
    const beyond = Math.max(0, sold - units) - before;
    return beyond > 0 ? [{ day, units: beyond }] : [];
  });
}

/** What became of one quantity that was set. */
export interface ShownOutcome {
  avoidedOrders: Spread;
  /** Sold beyond what was shown before, as far as nobody else claims it. */
  gainedUnits: number;
  marginMinorPerUnit: number;
  /** Cost of an order that cannot be served. */
  errorMinorPerOrder: Spread;
  /** Part of the buyers who would have taken another product of ours, 0 to 1. */
  substitution: number;
}

/** Orders that need not be cancelled × their cost + margin of what could be sold since; low takes substitution off the margin. */
export function shownWorth(outcome: ShownOutcome): ValueRange {
  const { avoidedOrders: orders, errorMinorPerOrder: error } = outcome;
  const gain = outcome.gainedUnits * Math.max(0, outcome.marginMinorPerUnit);
  return valueRange(
    orders.low * error.low + gain * (1 - outcome.substitution),
    orders.mid * error.mid + gain,
    orders.high * error.high + gain,
  );
}
