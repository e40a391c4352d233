import type { Tx } from "@/db/client";
import { batchesOf, type InPart } from "./parts";

/** Oldest history that any figure of a moment looks back to. */
const lookBackDays = 400;

/**
 * Takes the history of some SKUs until a moment into the transaction's own tables, each row with when it became known here.
 * What happened before its source was connected counts as known when it happened; anything later from when it was first
 * seen. An order's cancelled part is known from when its source last changed it; it has left when its goods have.
 */
export async function loadHistory(inPart: InPart, skuIds: number[], from: Date, until: Date): Promise<void> {
  await inPart(async (tx) => void (await tx`truncate pg_temp.past_line, pg_temp.past_move`));
  for (const some of batchesOf(skuIds)) await inPart((tx) => loadSome(tx, some, from, until));
  await inPart(async (tx) => void (await tx`analyze past_line, past_move`));
}

async function loadSome(tx: Tx, skuIds: number[], from: Date, until: Date): Promise<void> {
  await tx`
    insert into pg_temp.past_move
    select m.*, case when m.occurred_at < coalesce(c.created_at, w.created_at) then m.occurred_at else greatest(m.occurred_at, m.recorded_at) end
    from public.stock_move m left join connection c on c.id = m.connection_id cross join company w
    where m.sku_id = any(${skuIds}) and m.occurred_at <= ${until}`;
  await tx`
    with gone as (
      select sku_id, document, max(occurred_at) as at from public.stock_move
      where sku_id = any(${skuIds}) and reason = 'sale' and document is not null group by 1, 2
    )
    insert into pg_temp.past_line
    select l.*,
      case when l.placed_at < c.created_at then l.placed_at else greatest(l.placed_at, coalesce(o.first_visible_at, l.placed_at)) end,
      case when l.cancelled_quantity > 0 then greatest(l.placed_at, coalesce(o.source_event_at, l.placed_at)) end,
      case when g.at is not null then g.at when l.open then 'infinity'::timestamptz
        when l.cancelled_quantity >= l.quantity then greatest(l.placed_at, coalesce(o.source_event_at, l.placed_at)) end
    from public.order_line l
    join sales_order o on o.id = l.order_id and o.placed_at = l.placed_at
    join connection c on c.id = o.connection_id
    left join gone g on g.sku_id = l.sku_id and g.document = 'order:' || l.order_id
    where l.sku_id = any(${skuIds}) and l.placed_at <= ${until}
      and l.placed_at > ${from}::timestamptz - make_interval(days => ${lookBackDays})`;
}
