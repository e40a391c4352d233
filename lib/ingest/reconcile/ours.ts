import type { Queryable } from "@/db/client";
import type { CheckedOrder } from "@/lib/metrics/order-accuracy/compute";

/** An order as it stands here. */
export interface OurOrder {
  orderId: number;
  orderNumber: string;
  /** As PostgreSQL writes it: a Date would lose the microseconds. */
  placedAt: string;
  channelId: number;
  checked: CheckedOrder;
}

/** Our orders of a source that were placed within the hour, and those with these numbers, whenever they were placed. */
export async function loadOurs(
  db: Queryable,
  connectionId: number,
  hour: Date,
  orderNumbers: readonly string[],
): Promise<OurOrder[]> {
  const rows = await db<(Omit<OurOrder, "checked"> & Omit<CheckedOrder, "cancelled"> & { state: string })[]>`
    select o.id as "orderId", o.external_id as "orderNumber", o.placed_at::text as "placedAt", o.channel_id as "channelId", o.currency,
      o.total_minor as "totalMinor", o.customer_ref as "customerRef", o.country, o.state,
      coalesce((select json_agg(json_build_object('lineNo', l.line_no, 'skuCode', k.code, 'quantity', l.quantity,
          'unitPrice', trim_scale(l.unit_price)::text) order by l.line_no)
        from order_line l join sku k on k.id = l.sku_id where l.order_id = o.id and l.placed_at = o.placed_at), '[]') as lines
    from sales_order o
    join (
      select id, placed_at from sales_order
      where connection_id = ${connectionId} and placed_at >= ${hour} and placed_at < ${hour}::timestamptz + interval '1 hour' and gone_at is null
      union
      select entity_id, placed_at from record_identity
      where connection_id = ${connectionId} and kind = 'orders' and external_id = any(${[...orderNumbers]})
    ) wanted on wanted.id = o.id and wanted.placed_at = o.placed_at`;
  return rows.map(({ orderId, orderNumber, placedAt, channelId, ...checked }) => ({
    orderId,
    orderNumber,
    placedAt,
    channelId,
    checked: { ...checked, cancelled: checked.state === "cancelled" },
  }));
}
