import type { Db, Queryable } from "@/db/client";
import { addDays, dayInZone, daysBetween } from "@/lib/core/clock";
import type { Adjustment } from "./adjust";
import { weekdayOf } from "./daily-series";
import { type SeasonProfile, seasonAdjustments, seasonFactors, seasonHistoryWeeks, seasonOf } from "./season";

/** An older profile says nothing of the coming weeks. */
const staleDays = 14;

/**
 * Works out once a week how the coming weeks of each category sell beside the near ones, by the two years before; "" stands for all
 * products. Nothing is stored where the history is shorter or no week differs. Returns how many it stored; 0 also when done already.
 */
export async function storeSeasons(db: Db, now: Date): Promise<number> {
  const today = dayInZone(now, "UTC");
  const monday = addDays(today, -weekdayOf(today));
  const [known] = await db<{ isDue: boolean }[]>`
    select exists (select from demand_daily where day <= ${monday}::date - ${7 * (seasonHistoryWeeks - 1)}::int)
      and not exists (select from season_profile where as_of_day = ${monday}) as "isDue"`;
  if (!known?.isDue) return 0;
  const rows = await db<{ category: string; ages: number[]; units: number[] }[]>`
    with week as (
      select coalesce(s.category, '') as category, (${monday}::date - 1 - d.day) / 7 as age, sum(d.units)::float8 as units
      from demand_daily d join sku s on s.id = d.sku_id and s.is_product
      where d.day < ${monday}::date and d.day >= ${monday}::date - ${7 * seasonHistoryWeeks}::int group by 1, 2
    )
    select category, array_agg(age) as ages, array_agg(units) as units from week group by 1`;
  const all = new Float64Array(seasonHistoryWeeks);
  const profiles = new Map<string, SeasonProfile | null>();
  for (const { category, ages, units } of rows) {
    const weekly = new Float64Array(seasonHistoryWeeks);
    ages.forEach((age, i) => {
      const week = seasonHistoryWeeks - 1 - age;
      weekly[week] = units[i] ?? 0;
      all[week] = (all[week] ?? 0) + (units[i] ?? 0);
    });
    profiles.set(category, seasonOf(weekly));
  }
  const ofAll = seasonOf(all);
  profiles.set("", null);
  const found = [...profiles].map(([category, own]) => ({ category, factors: seasonFactors(own, ofAll) }));
  await db`
    insert into season_profile (category, as_of_day, factors)
    select category, ${monday}, factors from json_to_recordset(${JSON.stringify(found)}::text::json) as r (category text, factors real[])
    on conflict do nothing`;
  return found.length;
}

/** What the season makes of the coming days of each item, in the order of the items; empty where it makes nothing of them. */
export async function loadSeasons(
  db: Queryable,
  items: readonly { category: string | null; today: string }[],
  now: Date,
): Promise<Adjustment[][]> {
  const day = dayInZone(now, "UTC");
  const rows = await db<{ category: string; asOfDay: string; factors: number[] }[]>`
    select category, as_of_day as "asOfDay", factors from season_profile
    where as_of_day = (select max(as_of_day) from season_profile where as_of_day between ${day}::date - ${staleDays - 1}::int and ${day})
      and category = any(${["", ...new Set(items.flatMap(({ category }) => category ?? []))]})`;
  const byCategory = new Map(rows.map((row) => [row.category, row]));
  return items.map(({ category, today }) => {
    const row = byCategory.get(category ?? "") ?? byCategory.get("");
    return row ? seasonAdjustments(row.factors, daysBetween(row.asOfDay, today)) : [];
  });
}
