import type { Queryable } from "@/db/client";

/** What one unit of the row's currency is worth in the company's, by the latest rate; null: no rate. */
export function rateOf(db: Queryable, alias: "s" | "l", currency: string, now: Date) {
  const column = db.unsafe(`${alias}.currency`);
  return db`(case when ${column} = ${currency} then 1 else (select to_base::float8 from fx_rate r
    where r.currency = ${column} and r.day <= ${now}::date order by day desc limit 1) end)`;
}
