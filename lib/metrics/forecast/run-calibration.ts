import type { Db, Queryable } from "@/db/client";
import { addDays, dayInZone } from "@/lib/core/clock";
import { fitCalibration, type PastForecast } from "./calibrate";
import type { Calibration } from "./calibration";
import { type DailySeries, weekdayAt } from "./daily-series";
import { calibrationDays, pastForecastOf } from "./past-forecast";
import { dailyOf, loadPlaces, loadSeries } from "./run-load-series";
import { advance, stateSize, summaryOf } from "./series-state";

/** SKUs that a calibration looks at, drawn by a hash of their code: always the same ones. */
const sampleSkus = 1_500;
const periodDays = 14;
const periods = 4;
const historyDaysMin = 28;

/**
 * Fits what is to be made of levels and spreads to how forecasts of the last weeks fared, each made anew from what was known at its
 * time, and stores it, once a UTC day. The first one has all goods marked, since their figures were worked out without. Returns
 * how many past forecasts it rests on; 0: done today already, or too little is known.
 */
export async function calibrateForecasts(db: Db, now: Date): Promise<number> {
  const asOfDay = dayInZone(now, "UTC");
  const [done] = await db`
    select from forecast_calibration where as_of_day = ${asOfDay} and frequencies <> '[]'`;
  if (done) return 0;
  const { past, series } = await pastForecasts(db, now);
  const calibration = fitCalibration(past);
  if (!calibration) return 0;
  const { classes, frequencies, growth, growthByPlace } = calibration;
  await db.begin(async (tx) => {
    const [first] = await tx<{ first: boolean }[]>`
      select not exists (select from forecast_calibration) as first`;
    await tx`
      insert into forecast_calibration (as_of_day, from_day, series, forecasts, classes, frequencies, growth,
        growth_by_place, computed_at)
      values (${asOfDay}, ${addDays(asOfDay, -calibrationDays.mean - periodDays * (periods - 1))}, ${series}, ${past.length},
        ${JSON.stringify(classes)}::text::jsonb, ${JSON.stringify(frequencies)}::text::jsonb, ${growth}, ${JSON.stringify(growthByPlace)}::text::jsonb, ${now})
      on conflict (as_of_day) do update set classes = excluded.classes, frequencies = excluded.frequencies`;
    if (first?.first)
      await tx`
        insert into sku_to_refresh (sku_id) select distinct sku_id from forecast order by 1
        on conflict (sku_id) do update set marked_at = clock_timestamp()`;
  });
  return past.length;
}

/** The calibration in force as of a day, which rests on earlier days alone; null: none yet. */
export async function loadCalibration(
  db: Queryable,
  asOf: Date,
): Promise<(Calibration & { id: number }) | null> {
  const [row] = await db<(Calibration & { id: number })[]>`
    select id, classes, frequencies, growth, growth_by_place as "growthByPlace" from forecast_calibration
    where as_of_day <= ${dayInZone(asOf, "UTC")} order by as_of_day desc limit 1`;
  return row ?? null;
}

async function pastForecasts(db: Db, now: Date): Promise<{ past: PastForecast[]; series: number }> {
  const sample = await db<{ id: number }[]>`
    select id from sku where is_product order by md5(code), id limit ${sampleSkus}`;
  const stored = await loadSeries(
    db,
    sample.map(({ id }) => id),
    now,
  );
  const places = await loadPlaces(db);
  const past = stored.flatMap((one) => {
    const place = places.get(one.locationId) ?? null;
    return forecastsOf(
      dailyOf(one, place),
      Float64Array.from(place?.weekdayFactors ?? flatWeek),
      one.locationId,
    );
  });
  return { past, series: stored.length };
}

const flatWeek = [1, 1, 1, 1, 1, 1, 1];
const row = new Float64Array(stateSize);

/** What a series' forecasts of the last periods would have been, oldest first, and what came of them. */
function forecastsOf(series: DailySeries, week: Float64Array, place: number): PastForecast[] {
  const { units, shares } = series;
  row.fill(0);
  const found: PastForecast[] = [];
  let [done, total] = [0, 0];
  for (let period = periods - 1; period >= -1; period--) {
    const origin = units.length - calibrationDays.mean - period * periodDays;
    if (origin < historyDaysMin) continue;
    advance(row, 0, { units, shares, from: done, to: origin }, weekdayAt(series, done), week);
    for (; done < origin; done++) total += units[done] as number;
    const end = Math.min(units.length, origin + calibrationDays.mean);
    const one = pastForecastOf(
      summaryOf(row, 0, week),
      {
        units: units.subarray(origin, end),
        shares: shares.subarray(origin, end),
        firstWeekday: weekdayAt(series, origin),
      },
      { place, period, usualPerDay: total / origin },
    );
    if (one) found.push(one);
  }
  return found;
}
