import type { Queryable } from "@/db/client";
import { type SkuPlace, skuDemand } from "@/db/queries/sku-page";
import { addDays, dayInZone } from "@/lib/core/clock";
import { levelsAhead, storedForecast } from "@/lib/metrics/forecast/adjust";
import { demandAhead, type StockAheadDay, stockAhead } from "@/lib/metrics/stock-ahead/compute";

export interface SkuOutlook {
  today: string;
  /** Units a day over all places, oldest first. */
  pastDemand: { day: string; units: number }[];
  /** Empty when no place has a forecast yet. */
  demand: (StockAheadDay & { date: string })[];
  /** Places whose stock and forecast are both known, those that run out first first. */
  places: { locationCode: string; locationName: string; days: (StockAheadDay & { date: string })[] }[];
}

const pastDays = 91;
const horizonDays = 42;

/** What demand and stock of a SKU look like in the coming six weeks, from the forecasts in force. */
export async function getSkuOutlook(
  db: Queryable,
  skuId: number,
  places: readonly SkuPlace[],
  now: Date,
): Promise<SkuOutlook> {
  const today = dayInZone(now, "UTC");
  const forecast = places.flatMap((place) => {
    const stored = storedForecast(place);
    if (!stored) return [];
    return { place, levelPerDay: levelsAhead(stored, today, horizonDays), dispersion: stored.dispersion };
  });
  const dated = (days: StockAheadDay[]) => days.map((day) => ({ ...day, date: addDays(today, day.day) }));
  return {
    today,
    pastDemand: await skuDemand(db, skuId, today, pastDays),
    demand: forecast.length > 0 ? dated(demandAhead(forecast, horizonDays)) : [],
    places: forecast
      .flatMap(({ place, ...rate }) =>
        place.available === null
          ? []
          : [
              {
                locationCode: place.locationCode,
                locationName: place.locationName,
                coverDays: place.coverDays ?? Number.POSITIVE_INFINITY,
                days: dated(
                  stockAhead(
                    { ...rate, availableUnits: place.available, arrivals: place.arrivals },
                    horizonDays,
                  ),
                ),
              },
            ],
      )
      .sort((a, b) => a.coverDays - b.coverDays)
      .map(({ locationCode, locationName, days }) => ({ locationCode, locationName, days })),
  };
}
