import type { Queryable } from "@/db/client";
import { daysBetween } from "@/lib/core/clock";
import type { Adjustment } from "./adjust";

interface Said {
  kind: "override" | "surge";
  id: number;
  skuId: number;
  locationId: number | null;
  /** Of a surge. */
  scope: "sku_place" | "sku" | "category_region" | null;
  /** Units a day that the forecast reckoned with by itself when it was seen; null: not of one SKU. */
  baseLevel: number | null;
  fromDay: string;
  /** Not included. */
  toDay: string;
  factor: number | null;
  unitsPerDay: number | null;
}

/** A series as adjustments see it. */
interface Of {
  skuId: number;
  locationId: number;
  today: string;
  /** What it would be without them. */
  level: number;
}

/**
 * What is known of the coming days of each series, in the order of the series. A person's word comes before a surge. Units that are
 * said of all places together are shared out by what each would sell.
 */
export async function loadAdjustments(
  db: Queryable,
  series: readonly Of[],
  now: Date,
): Promise<Adjustment[][]> {
  const skuIds = [...new Set(series.map(({ skuId }) => skuId))];
  const said = await db<Said[]>`
    select 'override' as kind, id, sku_id as "skuId", location_id as "locationId", null as scope, null::real as "baseLevel",
      from_day as "fromDay", to_day + 1 as "toDay",
      factor, units_per_day as "unitsPerDay"
    from forecast_override
    where sku_id = any(${skuIds}) and cancelled_at is null and to_day >= ${now}::date - 1
    union all
    select 'surge', u.id, s.id, coalesce(u.location_id, l.id), u.scope, u.base_level, u.seen_at::date, u.expires_at::date + 1, u.factor, null
    from surge u
    join sku s on s.id = any(${skuIds}) and (u.sku_id = s.id or u.category = s.category)
    left join location l on l.region = u.region
    where u.ended_at is null and u.expires_at > ${now}
    order by 1, 2`;
  if (said.length === 0) return series.map(() => []);
  const bySku = new Map<number, Said[]>();
  for (const one of said) bySku.set(one.skuId, [...(bySku.get(one.skuId) ?? []), one]);
  const levels = new Map<number, { level: number; places: number }>();
  for (const { skuId, level } of series) {
    const sum = levels.get(skuId) ?? { level: 0, places: 0 };
    levels.set(skuId, { level: sum.level + level, places: sum.places + 1 });
  }
  return series.map((one) => {
    const mine = (bySku.get(one.skuId) ?? []).filter(
      ({ locationId }) => locationId === null || locationId === one.locationId,
    );
    const isTold = mine.some(
      ({ kind, fromDay, toDay }) => kind === "override" && fromDay <= one.today && one.today < toDay,
    );
    const sum = levels.get(one.skuId) ?? { level: 0, places: 1 };
    const share = sum.level > 0 ? one.level / sum.level : 1 / sum.places;
    // Of surges, that of the place says more than that of the SKU, and that more than its category's.
    const surge = (["sku_place", "sku", "category_region"] as const)
      .map((scope) => mine.find((each) => each.scope === scope))
      .find((each) => each !== undefined);
    return mine.flatMap((each) => {
      if (each.kind === "surge" && (isTold || each !== surge)) return [];
      const fromDay = daysBetween(one.today, each.fromDay);
      const toDay = daysBetween(one.today, each.toDay);
      if (toDay <= 0) return [];
      const unitsPerDay =
        each.unitsPerDay === null ? null : each.unitsPerDay * (each.locationId === null ? share : 1);
      return [
        {
          kind: each.kind,
          id: each.id,
          fromDay,
          toDay,
          factor:
            each.kind === "surge" ? leftOf(each, each.scope === "sku" ? sum.level : one.level) : each.factor,
          fades: each.kind === "surge",
          unitsPerDay,
        },
      ];
    });
  });
}

/** What is left of a surge's factor once the level itself has followed it part of the way. */
function leftOf({ factor, baseLevel }: Said, level: number): number {
  const left = baseLevel !== null && level > 0 ? ((factor ?? 1) * baseLevel) / level : (factor ?? 1);
  return (factor ?? 1) > 1
    ? Math.max(1, Math.min(factor ?? 1, left))
    : Math.min(1, Math.max(factor ?? 1, left));
}
