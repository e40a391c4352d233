import type { Queryable } from "@/db/client";

/** What the forecast of a SKU at a place says and what it came from. */
export interface SkuForecastRow {
  locationId: number;
  locationName: string;
  asOfDay: string;
  /** Point forecast, units a day; null: worked out before it was kept. */
  meanPerDay: number | null;
  /** Level of the quantiles, which decisions use. */
  levelPerDay: number;
  /** Units of the coming two weeks at 10, 50 and 90 %. */
  twoWeeks: { low: number; mid: number; high: number };
  /** By smoothing alone; null: not kept. */
  smoothedLevel: number | null;
  /** What the season makes of the day in two weeks, × ; null: nothing. */
  season: number | null;
  /** What the next promotion, or the one that runs, makes of its days, ×; both days included; null: none. */
  promotion: { factor: number; fromDay: string; toDay: string } | null;
  /** What was calibrated for items that sell about as much (mean) and as often (level and spread of quantiles); null: nothing was. */
  calibration: {
    asOfDay: string;
    forecasts: number;
    meanOfLevel: number;
    meanOfChange: number;
    levelFactor: number;
    spreadFactor: number;
    growth: number;
    lossRatio: number | null;
  } | null;
}

export async function skuForecasts(db: Queryable, skuId: number): Promise<SkuForecastRow[]> {
  return db<SkuForecastRow[]>`
    select l.id as "locationId", l.name as "locationName", f.as_of_day as "asOfDay", f.mean_units_per_day as "meanPerDay",
      f.level_units_per_day as "levelPerDay",
      jsonb_build_object('low', f.quantiles->'14'->'0.1', 'mid', f.quantiles->'14'->'0.5', 'high', f.quantiles->'14'->'0.9') as "twoWeeks",
      (f.basis->>'smoothedLevel')::float8 as "smoothedLevel",
      (select (a->>'factor')::float8 from jsonb_array_elements(f.basis->'adjustments') a
        where a->>'kind' = 'season' and 14 >= (a->>'fromDay')::int and 14 < (a->>'toDay')::int limit 1) as season,
      (select jsonb_build_object('factor', a->'factor', 'fromDay', f.as_of_day + (a->>'fromDay')::int, 'toDay', f.as_of_day + (a->>'toDay')::int - 1)
        from jsonb_array_elements(f.basis->'adjustments') a where a->>'kind' = 'promotion' order by (a->>'fromDay')::int limit 1) as promotion,
      case when one is not null then one || coalesce(c.frequencies->((f.basis->>'frequency')::int), '{"lossRatio": null}') || jsonb_build_object('asOfDay', c.as_of_day,
        'growth', coalesce((c.growth_by_place->>(l.id::text))::float8, c.growth)) end as calibration
    from forecast f join location l on l.id = f.location_id
    left join forecast_calibration c on c.id = (f.basis->>'calibrationId')::int
    left join lateral (select c.classes->((f.basis->>'class')::int) as one) k on true
    where f.sku_id = ${skuId} and f.level_units_per_day > 0
    order by f.level_units_per_day desc, l.code`;
}

/** What a person said of a SKU's demand, the latest days first. */
export interface SkuOverride {
  id: number;
  locationName: string | null;
  fromDay: string;
  toDay: string;
  percent: number | null;
  unitsPerDay: number | null;
  reason: string;
  createdBy: string;
  createdAt: Date;
  cancelledBy: string | null;
  engineUnitsPerDay: number | null;
  score: {
    days: number;
    actual: number;
    said: number;
    engine: number;
    saidError: number | null;
    engineError: number | null;
  } | null;
}

export async function skuOverrides(db: Queryable, skuId: number): Promise<SkuOverride[]> {
  return db<SkuOverride[]>`
    select o.id, l.name as "locationName", o.from_day as "fromDay", o.to_day as "toDay", round((o.factor * 100)::numeric, 2)::float8 as percent,
      o.units_per_day as "unitsPerDay", o.reason, o.created_by as "createdBy", o.created_at as "createdAt", o.cancelled_by as "cancelledBy",
      o.engine_units_per_day as "engineUnitsPerDay",
      case when o.scored_at is not null then jsonb_build_object('days', o.days_scored, 'actual', o.actual_units, 'said', o.said_units,
        'engine', o.engine_units, 'saidError', o.said_error, 'engineError', o.engine_error) end as score
    from forecast_override o left join location l on l.id = o.location_id
    where o.sku_id = ${skuId} order by o.to_day desc, o.id desc limit 20`;
}

/** Demand of a SKU that turned within hours and still counts. */
export interface SkuSurge {
  id: number;
  locationName: string | null;
  direction: "up" | "down";
  windowHours: number;
  observedUnits: number;
  expectedUnits: number;
  tail: number;
  factor: number;
  seenAt: Date;
  expiresAt: Date;
}

export async function skuSurges(db: Queryable, skuId: number, now: Date): Promise<SkuSurge[]> {
  return db<SkuSurge[]>`
    select s.id, l.name as "locationName", s.direction, s.window_hours as "windowHours", s.observed_units as "observedUnits",
      s.expected_units as "expectedUnits", s.tail, s.factor, s.seen_at as "seenAt", s.expires_at as "expiresAt"
    from surge s left join location l on l.id = s.location_id
    where s.sku_id = ${skuId} and s.ended_at is null and s.expires_at > ${now} order by s.seen_at desc limit 20`;
}
