import type { Db, Queryable } from "@/db/client";
import type { ForecastPool } from "./compute";
import type { StoredSeries } from "./run-load-series";

/** Fewer items say nothing of what one more will sell. */
const fewestItems = 5;
/** A prior counts as at least and at most so many units seen, however much or little its items differ. */
const shapeBounds = [0.3, 5] as const;

/**
 * Works out once a UTC day what items of each category sell at each place, by thirds of the category's prices and over all: mean
 * and shape of a gamma distribution from the levels' own mean and variance. Returns how many; 0: done today already.
 */
export async function storePriors(db: Db, now: Date): Promise<number> {
  const today = now.toISOString().slice(0, 10);
  const [done] = await db`select from item_prior where as_of_day = ${today} limit 1`;
  if (done) return 0;
  return db.begin(async (tx) => {
    await tx`delete from item_prior`;
    const rows = await tx`
      with priced as (
        select id, category, price, ntile(3) over (partition by category order by price) as band
        from sku where category is not null and price is not null and is_product
      ), item as (
        select f.location_id, s.category, p.band, p.price, f.dispersion, f.weekday_factors as week,
          coalesce((f.basis->>'smoothedLevel')::float8, f.level_units_per_day) as level
        from forecast f join sku s on s.id = f.sku_id left join priced p on p.id = s.id
        where s.category is not null and f.method = 'smoothed-3' and f.level_units_per_day > 0
      )
      insert into item_prior (location_id, category, price_band, price_to, items, level_per_day, shape, dispersion, weekday_factors, as_of_day)
      select location_id, category, band, max(price), count(*), avg(level),
        greatest(${shapeBounds[0]}, least(${shapeBounds[1]}, avg(level) ^ 2 / nullif(var_samp(level), 0))), avg(dispersion),
        array[avg(week[1]), avg(week[2]), avg(week[3]), avg(week[4]), avg(week[5]), avg(week[6]), avg(week[7])]::real[], ${today}
      from item group by grouping sets ((location_id, category, band), (location_id, category))
      having count(*) >= ${fewestItems} and (grouping(band) = 1 or band is not null)
      returning 1`;
    return rows.length;
  });
}

/** What each new item is drawn towards, in the order of the items; null: nothing like it sells there. */
export async function loadPriors(
  db: Queryable,
  items: readonly StoredSeries[],
): Promise<(ForecastPool | null)[]> {
  const categories = [...new Set(items.flatMap(({ category }) => category ?? []))];
  if (categories.length === 0) return items.map(() => null);
  const rows = await db<(ForecastPool & { locationId: number; category: string; priceTo: number | null })[]>`
    select location_id as "locationId", category, case when price_band is not null then price_to::float8 end as "priceTo",
      level_per_day as "levelPerDay", shape, dispersion, weekday_factors as "weekdayFactors"
    from item_prior
    where category = any(${categories}) and location_id = any(${[...new Set(items.map(({ locationId }) => locationId))]})
    order by price_band nulls last`;
  return items.map(({ locationId, category, price }) => {
    const mine = rows.filter((row) => row.locationId === locationId && row.category === category);
    const bands = mine.filter(({ priceTo }) => priceTo !== null);
    const band =
      price === null ? null : (bands.find(({ priceTo }) => price <= (priceTo ?? 0)) ?? bands.at(-1));
    return band ?? mine.find(({ priceTo }) => priceTo === null) ?? null;
  });
}
