import type { Queryable } from "@/db/client";
import type { CreditMatch } from "./compute";

/**
 * Makes credit_match and the cancelled part of sale lines what `matches` says, for the keys in credit_key_now. Only rows
 * that differ are written, so that the day sums change by the difference and a repetition changes nothing.
 */
export async function writeMatches(
  tx: Queryable,
  connectionId: number,
  matches: readonly CreditMatch[],
): Promise<void> {
  const rows = matches.map(({ credit, sale, units }) => ({
    co: credit.orderId,
    ca: new Date(credit.placedAtMs).toISOString(),
    cl: credit.lineNo,
    o: sale.orderId,
    a: new Date(sale.placedAtMs).toISOString(),
    l: sale.lineNo,
    q: units,
  }));
  await tx`
    create temp table if not exists credit_match_now (
      credit_order_id bigint, credit_placed_at timestamptz, credit_line_no int, order_id bigint, placed_at timestamptz, line_no int, quantity int
    ) on commit delete rows`;
  await tx`create temp table if not exists sale_line_changed (order_id bigint, placed_at timestamptz, line_no int, difference int) on commit delete rows`;
  await tx`
    insert into credit_match_now
    select co, ca, cl, o, a, l, q from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as r (co bigint, ca timestamptz, cl int, o bigint, a timestamptz, l int, q int)`;
  await tx`analyze credit_match_now`;
  await tx`
    with before as (
      select m.* from credit_match m
      join order_line l on l.order_id = m.credit_order_id and l.placed_at = m.credit_placed_at and l.line_no = m.credit_line_no
      join sales_order o on o.id = l.order_id and o.placed_at = l.placed_at and o.connection_id = ${connectionId}
      join credit_key_now k on k.customer_ref = o.customer_ref and k.sku_id = l.sku_id
    ), gone as (
      delete from credit_match m using before b
      where m.credit_order_id = b.credit_order_id and m.credit_line_no = b.credit_line_no and m.order_id = b.order_id and m.line_no = b.line_no
        and not exists (select from credit_match_now n where (n.credit_order_id, n.credit_line_no, n.order_id, n.line_no, n.quantity)
          = (b.credit_order_id, b.credit_line_no, b.order_id, b.line_no, b.quantity))
      returning m.*
    )
    insert into sale_line_changed
    select order_id, placed_at, line_no, -quantity from gone`;
  await tx`
    with added as (
      insert into credit_match (credit_order_id, credit_placed_at, credit_line_no, order_id, placed_at, line_no, quantity, amount_minor)
      select n.credit_order_id, n.credit_placed_at, n.credit_line_no, n.order_id, n.placed_at, n.line_no, n.quantity,
        round(l.amount_minor::numeric * n.quantity / l.quantity)
      from credit_match_now n
      join order_line l on l.order_id = n.order_id and l.placed_at = n.placed_at and l.line_no = n.line_no
      on conflict do nothing
      returning *
    )
    insert into sale_line_changed select order_id, placed_at, line_no, quantity from added`;
  await tx`
    update order_line l set cancelled_quantity = l.cancelled_quantity + c.difference,
      open = o.state = 'open' and l.quantity > l.cancelled_quantity + c.difference + l.shipped_quantity,
      cancelled_minor = round(l.amount_minor::numeric * (l.cancelled_quantity + c.difference) / l.quantity),
      cancelled_base_minor = round(l.amount_base_minor::numeric * (l.cancelled_quantity + c.difference) / l.quantity)
    from (select order_id, placed_at, line_no, sum(difference)::int as difference from sale_line_changed group by 1, 2, 3) c
    join sales_order o on o.id = c.order_id and o.placed_at = c.placed_at
    where c.difference <> 0 and l.order_id = c.order_id and l.placed_at = c.placed_at and l.line_no = c.line_no`;
}
