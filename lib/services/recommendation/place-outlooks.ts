import type { Db } from "@/db/client";
import { skuPlaces } from "@/db/queries/sku-page";
import { dayInZone } from "@/lib/core/clock";
import { awaited } from "@/lib/metrics/cover/compute";
import { levelsAhead, storedForecast } from "@/lib/metrics/forecast/adjust";
import type { StockAheadDay } from "@/lib/metrics/stock-ahead/compute";
import { demandSoFar } from "@/lib/metrics/stock-ahead/demand-so-far";
import type { Actor } from "../_shared/actor";
import { authorise } from "../_shared/authorise";
import type { RecommendationDetail } from "./get";

/** Demand and stock of one place of a decision, over its horizon. */
export interface PlaceOutlook {
  locationId: number;
  locationName: string;
  /** In the place's zone. */
  today: string;
  availableUnits: number;
  /** From now to the end of each day. */
  demand: StockAheadDay[];
  arrivals: { days: number; quantity: number }[];
  asOf: Date | null;
}

/** Places of a decision whose stock and forecast are both known, the one in need first, then donors. Throws Forbidden. */
export async function placeOutlooks(
  db: Db,
  actor: Actor,
  detail: Pick<RecommendationDetail, "skuId" | "problem">,
  horizonDays: number,
): Promise<PlaceOutlook[]> {
  authorise(actor, "read");
  if (detail.skuId === null) return [];
  const now = new Date();
  const places = await skuPlaces(db, detail.skuId, now);
  return detail.problem.locationIds.flatMap((id) => {
    const place = places.find(({ locationId }) => locationId === id);
    if (!place || place.available === null) return [];
    const stored = storedForecast(place);
    const today = dayInZone(now, place.timeZone);
    const levelPerDay = stored ? levelsAhead(stored, today, horizonDays) : [];
    if (!stored || !levelPerDay.some((units) => units > 0)) return [];
    return {
      locationId: id,
      locationName: place.locationName,
      today,
      availableUnits: place.available,
      demand: demandSoFar({ levelPerDay, dispersion: stored.dispersion }, horizonDays),
      arrivals: awaited(place.arrivals).filter(({ days }) => days <= horizonDays),
      asOf: place.dataAsOf,
    };
  });
}
