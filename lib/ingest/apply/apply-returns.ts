import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import { reanchor } from "@/lib/ingest/stock/reanchor";
import type { Item, KindApplier } from "./contract";
import { minorOf } from "./minor";
import { applied, codesIn, idsByCode, sorter, textOf } from "./refs";
import { type ColumnSpec, columnsOf, upsertRows } from "./upsert";

const specs: Record<string, ColumnSpec> = {
  quantity: { column: "quantity" },
  reason: { column: "reason", nullable: true },
  state: { column: "state" },
  announcedAt: { column: "announced_at" },
  receivedAt: { column: "received_at", nullable: true },
  settledAt: { column: "settled_at", nullable: true },
};

interface OrderRef {
  orderId: number;
  placedAt: Date;
  currency: string;
  locationId: number;
}

export const applyReturns: KindApplier = {
  identify: ({ returnId }) => String(returnId),
  apply: async (tx, context, items) => {
    const skus = await idsByCode(tx, "sku", codesIn(items, "sku"));
    const locations = await idsByCode(tx, "location", [
      ...codesIn(items, "location"),
      ...(context.options.defaultLocation === undefined ? [] : [context.options.defaultLocation]),
    ]);
    const orders = await ordersByNumber(tx, context, items);
    const { find, reject, rejects } = sorter();
    const rows = items.flatMap(({ line, record }) => {
      const sku = find(skus, line, textOf(record, "sku"), "unknown_sku");
      if (!sku) return [];
      const number = textOf(record, "order");
      const order = number === null ? undefined : orders.get(number);
      if (number !== null && !order) {
        reject(line, "unknown_order", number);
        return [];
      }
      const code = textOf(record, "location");
      const location =
        code !== null
          ? find(locations, line, code, "unknown_location")
          : (order?.locationId ?? locations.get(context.options.defaultLocation ?? "") ?? null);
      if (!location) {
        if (code === null) reject(line, "no_location", null);
        return [];
      }
      const currency = textOf(record, "currency") ?? order?.currency ?? context.baseCurrency;
      const set: Record<string, unknown> = {
        connection_id: context.connectionId,
        external_id: record.returnId,
        sku_id: sku,
        location_id: location,
        ...columnsOf(record, specs),
      };
      if (order) Object.assign(set, { order_id: order.orderId, placed_at: order.placedAt });
      if (record.lineNo !== undefined) set.line_no = record.lineNo;
      if (record.refund != null)
        Object.assign(set, { refund_minor: minorOf(record.refund, currency), currency });
      return [{ line, set, insertOnly: { simulated: context.simulated } }];
    });
    const ids = await upsertRows(tx, "return_line", ["connection_id", "external_id"], rows);
    if (context.ordersMoveStock) await moveReturned(tx, context, [...ids.values()]);
    return applied(ids, rejects);
  },
};

async function ordersByNumber(
  tx: Queryable,
  context: IngestContext,
  items: readonly Item[],
): Promise<Map<string, OrderRef>> {
  const rows = await tx<(OrderRef & { number: string })[]>`
    select i.external_id as number, o.id as "orderId", o.placed_at as "placedAt", o.currency,
      (select location_id from order_line l where l.order_id = o.id and l.placed_at = o.placed_at order by line_no limit 1) as "locationId"
    from record_identity i join sales_order o on o.id = i.entity_id and o.placed_at = i.placed_at
    where i.connection_id = ${context.connectionId} and i.kind = 'orders' and i.external_id = any(${codesIn(items, "order")})`;
  return new Map(rows.map(({ number, ...ref }) => [number, ref]));
}

interface Move {
  skuId: number;
  at: Date;
  from: number;
  to: number;
  quantity: number;
}

/**
 * Goods that arrived lie in inspection, then go back to the shelf or are written off. Posts the difference to what this
 * return posted before, moment by moment, as orders do.
 */
async function moveReturned(tx: Queryable, context: IngestContext, ids: readonly number[]): Promise<void> {
  const moves = await tx<Move[]>`
    with lines as (select * from return_line where id = any(${[...ids]}::bigint[])),
    wanted as (
      select id, coalesce(received_at, settled_at, announced_at) as at, sku_id, p.place_id, quantity
      from lines r
      cross join lateral (values (10 + r.location_id * 3, 'restocked'), (11 + r.location_id * 3, 'inspection'), (3, 'written_off'))
        p (place_id, state)
      where p.state = r.state
    ), posted as (
      select r.id, m.occurred_at as at, m.sku_id, s.place_id::int as place_id, sum(s.quantity)::int as quantity
      from lines r join stock_move m on m.document = 'return:' || r.id
      cross join lateral (values (m.to_place_id, m.quantity), (m.from_place_id, -m.quantity)) s (place_id, quantity)
      where s.place_id <> 2 group by 1, 2, 3, 4
    ), difference as (
      select id, at, sku_id, place_id, coalesce(w.quantity, 0) - coalesce(p.quantity, 0) as units
      from wanted w full join posted p using (id, at, sku_id, place_id)
    )
    insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, connection_id, actor)
    select at, sku_id, case when units > 0 then 2 else place_id end, case when units > 0 then place_id else 2 end, abs(units),
      case when units > 0 then 'return' else 'correction' end, 'return:' || id, ${context.connectionId}::int, ${context.actor}
    from difference where units <> 0 order by sku_id, place_id
    returning sku_id as "skuId", occurred_at as at, from_place_id as "from", to_place_id as "to", quantity`;
  if (moves.length === 0) return;
  await reanchor(
    tx,
    context,
    tx`select "skuId" as sku_id, at as occurred_at, "from" as from_place_id, "to" as to_place_id, quantity
      from json_to_recordset(${JSON.stringify(moves)}::text::json) as r ("skuId" int, at timestamptz, "from" smallint, "to" smallint, quantity int)`,
  );
}
