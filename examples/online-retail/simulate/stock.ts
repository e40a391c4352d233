import type { Db, Queryable } from "@/db/client";
import { OUTSIDE_PLACE, postMoves, type StockMove, stockPlace } from "@/db/queries/ledger";
import { addDays } from "@/lib/core/clock";
import type { Setting } from "./places";
import { planStock, type WeekFlow } from "./plan-stock";
import { seeded } from "./seeded";

interface SkuWeek extends WeekFlow {
  skuId: number;
  code: string;
}

const movesAtATime = 10_000;

/** Unit costs of a third to two thirds of the price. */
export async function simulateCosts(tx: Queryable, { seed }: Setting): Promise<void> {
  const skus = await tx<{ id: number; code: string; price: string }[]>`
    select id, code, price from sku where is_product and price is not null and unit_cost is null order by code`;
  const costs = skus.map(({ id, code, price }) => ({
    id,
    cost: (Number(price) * (0.33 + seeded(seed, `cost ${code}`)() * 0.33)).toFixed(4),
  }));
  await tx`
    update sku set unit_cost = c.cost, updated_at = now()
    from json_to_recordset(${JSON.stringify(costs)}::text::json) as c (id int, cost numeric) where sku.id = c.id`;
}

/** Opening stock, receipts, sales by week and the data's own corrections, so that the ledger follows the real orders. */
export async function simulateStock(
  tx: Queryable,
  setting: Setting,
): Promise<{ moves: number; skus: number }> {
  const weeks = await tx<SkuWeek[]>`
    with flow as (
      select l.sku_id, date_trunc('week', l.day)::date as week,
        sum(case when l.kind = 'sale' then l.quantity - l.cancelled_quantity else 0 end)::int as sold,
        sum(case when l.kind = 'adjustment' then l.quantity else 0 end)::int as adjusted
      from order_line l where l.kind in ('sale', 'adjustment') group by 1, 2
    )
    select f.sku_id as "skuId", k.code, f.week::text as week, f.sold, f.adjusted
    from flow f join sku k on k.id = f.sku_id where k.is_product order by k.code, f.week`;
  let waiting: StockMove[] = [];
  let moves = 0;
  const flush = async () => {
    await postMoves(tx, waiting);
    moves += waiting.length;
    waiting = [];
  };
  const bySku = new Map<string, SkuWeek[]>();
  for (const row of weeks) {
    const list = bySku.get(row.code);
    if (list) list.push(row);
    else bySku.set(row.code, [row]);
  }
  for (const [code, flow] of bySku) {
    waiting.push(...movesOf(setting, code, flow));
    if (waiting.length >= movesAtATime) await flush();
  }
  await flush();
  return { moves, skus: bySku.size };
}

function movesOf(setting: Setting, code: string, flow: readonly SkuWeek[]): StockMove[] {
  const random = seeded(setting.seed, `stock ${code}`);
  const [home, ...others] = setting.locationIds;
  const skuId = flow[0]?.skuId ?? 0;
  const plan = planStock(flow, random);
  const first = flow[0]?.week ?? "2010-12-01";
  const document = `simulated:online-retail:${setting.seed}`;
  const move = (
    day: string,
    hour: number,
    from: number,
    to: number,
    quantity: number,
    reason: StockMove["reason"],
  ): StockMove[] =>
    quantity > 0
      ? [
          {
            occurredAt: new Date(`${day}T${String(hour).padStart(2, "0")}:00:00Z`),
            skuId,
            fromPlaceId: from,
            toPlaceId: to,
            quantity,
            reason,
            document,
            connectionId: setting.connectionId,
            actor: "simulation",
          },
        ]
      : [];
  const shelf = stockPlace(home);
  return [
    ...move(addDays(first, -1), 6, OUTSIDE_PLACE.supplier, shelf, plan.opening, "opening"),
    ...others.flatMap((location) =>
      random() < 0.25
        ? move(
            addDays(first, -1),
            6,
            OUTSIDE_PLACE.supplier,
            stockPlace(location),
            Math.ceil(random() * 40),
            "opening",
          )
        : [],
    ),
    ...plan.receipts.flatMap(({ week, units }) =>
      move(week, 6, OUTSIDE_PLACE.supplier, shelf, units, "receipt"),
    ),
    ...flow.flatMap(({ week, adjusted }) =>
      adjusted < 0
        ? move(addDays(week, 3), 18, shelf, OUTSIDE_PLACE.loss, -adjusted, "adjustment")
        : move(addDays(week, 3), 12, OUTSIDE_PLACE.count, shelf, adjusted, "adjustment"),
    ),
    ...flow.flatMap(({ week, sold }) =>
      move(addDays(week, 4), 17, shelf, OUTSIDE_PLACE.customer, sold, "sale"),
    ),
  ];
}

/** The months that the simulated moves fall into: those of the orders, and the one before. */
export async function simulatedMonths(db: Db): Promise<string[]> {
  const rows = await db<{ month: string }[]>`
    select distinct to_char(day + shift, 'YYYY-MM') as month from demand_daily, unnest(array[-8, 0, 7]) shift order by 1`;
  return rows.map(({ month }) => month);
}
