import type { Queryable, Tx } from "@/db/client";
import { quantileOf, tailTable } from "../demand-distribution/compute";
import { type Adjustment, adjustForecast } from "./adjust";
import { classOf, frequencyOf } from "./calibration";
import { type Forecast, forecastFromSeries, shownQuantiles } from "./compute";
import { promotionAdjustments } from "./promotion";
import { loadCalibration } from "./run-calibration";
import { loadAdjustments } from "./run-load-adjustments";
import { dailyOf, historyOf, loadPlaces, loadSeries, type StoredSeries } from "./run-load-series";
import { loadPriors } from "./run-priors";
import { loadSeasons } from "./run-season";

/** Windows, in days from today, whose totals are stored at each shown quantile. */
const windowsDays = [7, 14, 28, 90] as const;
/** Items known for fewer days lean on what similar ones sell; see compute.ts. */
const newItemDays = 40;

/** A series and what the engine says of it by itself. */
export interface MadeForecast {
  of: StoredSeries;
  forecast: Forecast;
  calibrationId: number | null;
}

/** The forecast of each SKU at each location that has stock or demand there, as of each location's today; nobody's word is in it. */
export async function makeForecasts(db: Queryable, skuIds: number[], now: Date): Promise<MadeForecast[]> {
  const series = await loadSeries(db, skuIds, now);
  const histories = series.map(historyOf);
  const newOnes = series.filter((_, i) => (histories[i]?.firstAge ?? 0) < newItemDays);
  const priors = await loadPriors(db, newOnes);
  const pools = new Map(newOnes.map((one, n) => [one, priors[n] ?? null]));
  const places = await loadPlaces(db);
  const calibration = await loadCalibration(db, now);
  return series.map((of, i) => {
    const history = histories[i] ?? historyOf(of);
    const pool = pools.get(of) ?? null;
    const place = places.get(of.locationId) ?? null;
    const forecast = forecastFromSeries(dailyOf(of, place, history), {
      ...{ horizonDays: 90, asOfDay: of.today, pool, place },
      ...{ calibration, placeId: of.locationId },
    });
    return { of, forecast, calibrationId: calibration?.id ?? null };
  });
}

/**
 * Stores the forecast of each SKU at each location that has stock or demand there, with the season, what people said and what
 * turned within hours. One that comes out as it was stays, with the time it was first worked out.
 */
export async function refreshForecasts(tx: Tx, skuIds: number[], now: Date): Promise<void> {
  if (skuIds.length === 0) return;
  const made = await makeForecasts(tx, skuIds, now);
  if (made.length === 0) return;
  const adjustments = await loadAdjustments(
    tx,
    made.map(({ of: { skuId, locationId, today }, forecast }) => ({
      ...{ skuId, locationId, today, level: forecast.level },
    })),
    now,
  );
  const seasons = await loadSeasons(
    tx,
    made.map(({ of }) => of),
    now,
  );
  const rows = made.map(({ of, forecast: plain, calibrationId }, i) => {
    // The season first: what a person says of a day's units stands instead of it.
    const told = adjustments[i] ?? [];
    const adjusted = [...(seasons[i] ?? []), ...promotionAdjustments(of.today, of.promotions, told), ...told];
    const forecast = adjustForecast(plain, adjusted);
    return {
      ...{ sku: of.skuId, loc: of.locationId, day: of.today },
      ...{ level: forecast.level, mean: forecast.mean, dispersion: forecast.dispersion },
      ...{ factors: forecast.weekdayFactors, quantiles: windowQuantiles(forecast), method: forecast.method },
      basis: basisOf(plain, adjusted, calibrationId),
    };
  });
  await tx`
    insert into forecast (sku_id, location_id, as_of_day, level_units_per_day, mean_units_per_day, weekday_factors, dispersion, quantiles,
      method, basis, computed_at)
    select sku, loc, day, level, mean, factors, dispersion, quantiles, method, basis, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r
      (sku int, loc smallint, day date, level real, mean real, factors real[], dispersion real, quantiles jsonb, method text, basis jsonb)
    order by 1, 2
    on conflict (sku_id, location_id) do update set as_of_day = excluded.as_of_day,
      level_units_per_day = excluded.level_units_per_day, mean_units_per_day = excluded.mean_units_per_day,
      weekday_factors = excluded.weekday_factors, dispersion = excluded.dispersion, quantiles = excluded.quantiles,
      method = excluded.method, basis = excluded.basis, computed_at = excluded.computed_at
      where (forecast.as_of_day, forecast.level_units_per_day, forecast.mean_units_per_day, forecast.dispersion, forecast.weekday_factors,
          forecast.basis)
        is distinct from (excluded.as_of_day, excluded.level_units_per_day, excluded.mean_units_per_day, excluded.dispersion,
          excluded.weekday_factors, excluded.basis)`;
}

/** What a level came from, as it is shown and held against later. */
export interface ForecastBasis {
  /** By smoothing alone. */
  smoothedLevel: number;
  /** Level and point forecast before overrides and surges, units a day. */
  level: number;
  mean: number;
  /** See classEdges and frequencyEdges. */
  class: number;
  frequency: number;
  /** Null: nothing was calibrated yet. */
  calibrationId: number | null;
  adjustments: Adjustment[];
}

const basisOf = (
  { smoothedLevel, chance, level, mean }: Forecast,
  adjustments: Adjustment[],
  calibrationId: number | null,
): ForecastBasis => ({
  ...{ smoothedLevel, level, mean, class: classOf(smoothedLevel), frequency: frequencyOf(chance) },
  ...{ calibrationId, adjustments },
});

const nothing = Object.fromEntries(
  windowsDays.map((days) => [days, Object.fromEntries(shownQuantiles.map((q) => [q, 0]))]),
);

/** As forecastQuantiles(), with one table of probabilities a window. */
function windowQuantiles(forecast: Forecast): Record<string, Record<string, number>> {
  if (!forecast.levelPerDay.some((level) => level > 0)) return nothing;
  let mean = 0;
  let variance = 0;
  let day = 0;
  const found: Record<string, Record<string, number>> = {};
  for (const days of windowsDays) {
    for (; day < days; day++) {
      const daily = forecast.levelPerDay[day] ?? 0;
      mean += daily;
      variance += daily + forecast.dispersion * daily * daily;
    }
    const table = tailTable({ mean, variance });
    found[days] = Object.fromEntries(shownQuantiles.map((q) => [q, quantileOf(table, q)]));
  }
  return found;
}
