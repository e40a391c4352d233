import type { Queryable } from "@/db/client";
import { type LimitRow, limitKey } from "./authority";
import type { Exceeded } from "./judge";

/** What was decided under a limit today, by the company's clock. Money in minor units of its currency. */
export interface UseToday {
  decisions: number;
  valueMinor: number;
}

/** How much of a limit's daily caps is used; nothing is counted of a limit without caps. */
export async function usedToday(db: Queryable, limit: LimitRow): Promise<UseToday> {
  const [used] = await db<UseToday[]>`
    select u.decisions, u.value_minor as "valueMinor" from policy_use u, company c
    where u.day = (now() at time zone c.time_zone)::date and u.limit_key = ${limitKey(limit)}`;
  return { decisions: used?.decisions ?? 0, valueMinor: used?.valueMinor ?? 0 };
}

/** The daily caps that one more decision of this money would pass; money that cannot be known (null) is above every cap. */
export function aboveDaily(
  { dailyCount, dailyMinor }: LimitRow,
  used: UseToday,
  valueMinor: number | null,
): Exceeded[] {
  const count = used.decisions + 1;
  const sum = valueMinor === null ? null : used.valueMinor + valueMinor;
  const found: Exceeded[] = [];
  if (dailyCount !== null && count > dailyCount)
    found.push({ limit: "daily_count", most: dailyCount, found: count });
  if (dailyMinor !== null && (sum === null || sum > dailyMinor))
    found.push({ limit: "daily_value", most: dailyMinor, found: sum });
  return found;
}
