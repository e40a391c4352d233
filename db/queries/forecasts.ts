import type { Queryable } from "@/db/client";

/** The forecast in force for a SKU at a location. */
export interface StoredForecast {
  locationId: number;
  /** First day that is forecast. */
  asOfDay: string;
  /** Units a day without the weekday profile. */
  levelUnitsPerDay: number;
  /** Monday first, mean 1. */
  weekdayFactors: number[];
  /** Variance of a day = mean + dispersion × mean². */
  dispersion: number;
  /** Totals over the next days at quantiles: { "7": { "0.1": 3 } }. */
  quantiles: Record<string, Record<string, number>>;
  method: string;
  computedAt: Date;
}

/** The forecasts of one SKU, by location. */
export function forecastsOfSku(db: Queryable, skuId: number): Promise<StoredForecast[]> {
  return db<StoredForecast[]>`
    select location_id as "locationId", as_of_day as "asOfDay", level_units_per_day as "levelUnitsPerDay",
      weekday_factors as "weekdayFactors", dispersion, quantiles, method, computed_at as "computedAt"
    from forecast where sku_id = ${skuId} order by location_id`;
}
