import type { TailTable, WindowDemand } from "@/lib/metrics/demand-distribution/compute";
import { quantileOf, tailTable, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import type { Id } from "../types";
import type { KnownLocation } from "./marginal-values";
import type { Exclusion, RebalanceLocation, RebalanceProblem } from "./types";

export interface SparePlace {
  location: KnownLocation;
  /** Whole units above its floor, > 0. */
  units: number;
  /** Its demand over the whole horizon. */
  atHorizon: TailTable;
}

export interface SortedPlaces {
  spare: Map<Id, SparePlace>;
  needy: Map<Id, KnownLocation>;
  excluded: Exclusion[];
}

/** Beyond this many deviations above the mean nothing will be missed, so a place needs nothing. */
const sureDeviations = 5;

/**
 * Places above their floor (a quantile of demand over the horizon + safety stock) may give; the others may need. No place
 * does both. Unknown stock or forecast: neither.
 */
export function sortPlaces(problem: RebalanceProblem): SortedPlaces {
  const sorted: SortedPlaces = { spare: new Map(), needy: new Map(), excluded: [] };
  for (const place of problem.locations) sortPlace(problem, place, sorted);
  return sorted;
}

function sortPlace(problem: RebalanceProblem, place: RebalanceLocation, sorted: SortedPlaces): void {
  const { horizonDays, donorFloorQuantile } = problem.policy;
  if (place.available === null || place.demand === null) {
    const why = place.available === null ? "stock_unknown" : "forecast_unknown";
    sorted.excluded.push({ kind: "location", id: place.id, why });
    return;
  }
  const available = place.available - unreservedUnits(problem, place.id);
  const location: KnownLocation = { ...place, available, demand: place.demand };
  const window = windowDemand(place.demand, horizonDays);
  const spare = spareAt(window, available - place.safetyStockUnits, donorFloorQuantile);
  if (spare && !place.isProtected) {
    sorted.spare.set(place.id, { location, ...spare });
    return;
  }
  if (spare) sorted.excluded.push({ kind: "location", id: place.id, why: "protected" });
  const surelyEnough = window.mean + sureDeviations * Math.sqrt(window.variance);
  if (window.mean > 0 && available < surelyEnough) sorted.needy.set(place.id, location);
}

/** Whole units above the floor, with the demand they were told by; null: none. */
function spareAt(
  window: WindowDemand,
  units: number,
  floorQuantile: number,
): Pick<SparePlace, "units" | "atHorizon"> | null {
  // No quantile lies further below the mean than this (Cantelli's inequality), so the table need not be made.
  const furthest = Math.sqrt((window.variance * (1 - floorQuantile)) / floorQuantile);
  if (units <= Math.floor(window.mean - furthest)) return null;
  const atHorizon = tailTable(window);
  const spare = Math.floor(units - quantileOf(atHorizon, floorQuantile));
  return spare > 0 ? { units: spare, atHorizon } : null;
}

/** Units promised to open transfers that are still counted as available. */
function unreservedUnits(problem: RebalanceProblem, id: Id): number {
  let units = 0;
  for (const open of problem.openTransfers) if (open.from === id && !open.reserved) units += open.quantity;
  return units;
}
