/** Goods on their way to the place. */
export interface GaugeArrival {
  /** Days from now; below 0 means overdue. */
  days: number;
  quantity: number;
  /** Confirmed by its source, or planned only. */
  confirmed: boolean;
}

export interface GaugeInput {
  /** Sellable units; null when unknown. May be below 0 when units are owed. */
  availableUnits: number | null;
  /** Mean demand in units a day; null when unknown. */
  forecastPerDay: number | null;
  safetyStockUnits: number;
  /** Days of cover above which stock is excess, from the policy. */
  excessLimitDays: number;
  arrivals: readonly GaugeArrival[];
}

export interface GaugeShape {
  kind: "unknown" | "noDemand" | "cover";
  /** Days that the line stands for: excess limit + 30. */
  scaleDays: number;
  /** available ÷ forecast, without incoming; null unless kind is "cover". Never below 0. */
  coverDays: number | null;
  /** Lower end of the normal band in days. */
  safetyDays: number;
  /** Pixels of both edges; the upper edge alone when the safety stock reaches the excess limit. */
  band: { from: number; to: number } | { only: number } | null;
  /** End of the water in pixels, and whether a bar fits before the cap (2 px or more). */
  water: { end: number; bar: boolean; beyond: boolean } | null;
  ticks: { x: number; confirmed: boolean; overdue: boolean }[];
  /** Arrivals that are counted in the text only. */
  furtherArrivals: number;
  /** Time without stock between the cap and the first arrival. */
  gap: { from: number; to: number; days: number } | null;
  /** Run-out with all arrivals: pixels from where to where the dotted line goes. */
  withIncoming: { from: number; to: number; days: number } | null;
}

const mostTicks = 3;
const leastBarPx = 2;

/** Day on which the stock ends when every arrival comes as planned; demand during a gap is lost, not owed. */
function runOutWithIncoming(coverDays: number, perDay: number, arrivals: readonly GaugeArrival[]): number {
  return arrivals.reduce(
    (end, arrival) => Math.max(end, Math.max(0, arrival.days)) + arrival.quantity / perDay,
    coverDays,
  );
}

/**
 * Where everything on the cover line stands, in pixels from its left end. The scale is linear and the same for
 * every gauge of a page; what lies beyond it is cut at the edge and said in the text.
 */
export function gaugeGeometry(input: GaugeInput, widthPx: number): GaugeShape {
  const { availableUnits, forecastPerDay, safetyStockUnits, excessLimitDays } = input;
  const scaleDays = excessLimitDays + 30;
  const at = (days: number): number => (Math.min(Math.max(days, 0), scaleDays) / scaleDays) * widthPx;
  const arrivals = input.arrivals
    .filter((arrival) => arrival.quantity > 0)
    .toSorted((a, b) => a.days - b.days);
  const empty = {
    scaleDays,
    coverDays: null,
    safetyDays: 0,
    band: null,
    water: null,
    gap: null,
    withIncoming: null,
  };
  if (availableUnits === null || forecastPerDay === null) {
    return { kind: "unknown", ...empty, ticks: [], furtherArrivals: arrivals.length };
  }
  const ticks = arrivals
    .filter((arrival) => arrival.days <= scaleDays)
    .slice(0, mostTicks)
    .map((arrival) => ({ x: at(arrival.days), confirmed: arrival.confirmed, overdue: arrival.days < 0 }));
  const furtherArrivals = arrivals.length - ticks.length;
  if (forecastPerDay <= 0) return { kind: "noDemand", ...empty, ticks, furtherArrivals };

  const coverDays = Math.max(0, availableUnits) / forecastPerDay;
  const safetyDays = safetyStockUnits / forecastPerDay;
  const end = at(coverDays);
  const first = arrivals[0];
  const gapDays = first && first.days > coverDays ? first.days - coverDays : 0;
  const runOut = runOutWithIncoming(coverDays, forecastPerDay, arrivals);
  return {
    kind: "cover",
    scaleDays,
    coverDays,
    safetyDays,
    band:
      safetyDays >= excessLimitDays
        ? { only: at(excessLimitDays) }
        : { from: at(safetyDays), to: at(excessLimitDays) },
    water: { end, bar: end >= leastBarPx, beyond: coverDays > scaleDays },
    ticks,
    furtherArrivals,
    gap: first && gapDays > 0 ? { from: end, to: at(first.days), days: gapDays } : null,
    withIncoming:
      arrivals.length > 0 && coverDays <= scaleDays
        ? { from: first && gapDays > 0 ? at(first.days) : end, to: at(runOut), days: runOut }
        : null,
  };
}
