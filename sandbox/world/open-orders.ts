import type { Db } from "@/db/client";

/** An order that waits to be shipped, as its source would send it again. */
export interface OpenOrder {
  connection: string;
  record: Record<string, unknown> & { orderNumber: string };
  lines: {
    lineNo: number;
    sku: string;
    quantity: number;
    unitPrice: string | null;
    cancelledQuantity: number;
  }[];
}

/** Orders of the simulated shops that could leave now: nothing holds them, they have waited a while, and their shelf has the goods. */
export async function loadShippable(db: Db, limit: number): Promise<OpenOrder[]> {
  return db<OpenOrder[]>`
    select k.key as connection,
      jsonb_build_object('orderNumber', o.external_id, 'placedAt', o.placed_at, 'channel', c.code, 'location', min(w.code), 'currency', o.currency,
        'customer', o.customer_ref, 'country', o.country, 'discount', o.discount_minor / 100.0, 'shipping', o.shipping_minor / 100.0,
        'total', o.total_minor / 100.0) as record,
      jsonb_agg(jsonb_build_object('lineNo', q.line_no, 'sku', s.code, 'quantity', q.quantity, 'unitPrice', q.unit_price::text,
        'cancelledQuantity', q.cancelled_quantity) order by q.line_no) as lines
    from sales_order o join connection k on k.id = o.connection_id join channel c on c.id = o.channel_id
    join order_line q on q.order_id = o.id and q.placed_at = o.placed_at join sku s on s.id = q.sku_id join location w on w.id = q.location_id
    join stock_level l on l.sku_id = q.sku_id and l.location_id = q.location_id
    where o.state = 'open' and o.simulated and o.sync_error is null and o.placed_at between now() - interval '1 day' and now() - interval '15 minutes'
    group by k.key, c.code, o.id, o.placed_at, o.external_id, o.currency, o.customer_ref, o.country, o.discount_minor, o.shipping_minor, o.total_minor
    having bool_and(q.open or q.quantity = q.cancelled_quantity) and count(distinct q.location_id) = 1
      and bool_and(l.on_hand - l.unavailable >= q.quantity - q.cancelled_quantity)
    order by o.placed_at limit ${limit}`;
}
