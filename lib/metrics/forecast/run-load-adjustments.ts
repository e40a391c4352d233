import type { Queryable } from "@/db/client";
import { daysBetween } from "@/lib/core/clock";
import type { Adjustment } from "./adjust";

interface Said {
  kind: "override" | "surge";
  id: number;
  skuId: number;
  locationId: number | null;
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
    select 'override' as kind, id, sku_id as "skuId", location_id as "locationId", from_day as "fromDay", to_day + 1 as "toDay",
      factor, units_per_day as "unitsPerDay"
    from forecast_override
    where sku_id = any(${skuIds}) and cancelled_at is null and to_day >= ${now}::date - 1
    union all
    select 'surge', id, sku_id, location_id, ${now}::date - 1, expires_at::date + 1, factor, null from surge
    where sku_id = any(${skuIds}) and ended_at is null and expires_at > ${now}
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
    const isTold = mine.some(({ kind, fromDay }) => kind === "override" && fromDay <= one.today);
    const sum = levels.get(one.skuId) ?? { level: 0, places: 1 };
    const share = sum.level > 0 ? one.level / sum.level : 1 / sum.places;
    // A surge at the place itself says more than one of the SKU as a whole.
    const surge = mine.findLast(({ kind, locationId }) => kind === "surge" && locationId !== null);
    return mine.flatMap((each) => {
      if (each.kind === "surge" && (isTold || (surge && each !== surge))) return [];
      const fromDay = Math.max(0, daysBetween(one.today, each.fromDay));
      const toDay = daysBetween(one.today, each.toDay);
      if (toDay <= fromDay) return [];
      const unitsPerDay =
        each.unitsPerDay === null ? null : each.unitsPerDay * (each.locationId === null ? share : 1);
      return [
        {
          kind: each.kind,
          id: each.id,
          fromDay,
          toDay,
          factor: each.factor,
          fades: each.kind === "surge",
          unitsPerDay,
        },
      ];
    });
  });
}
