import type { Tx } from "@/db/client";
import { literal, overlay } from "../overlay";

/**
 * Orders that were known at a moment. The source says when it last changed an order: one that changed later is open where it
 * still is, else in the state "unknown", since what it was in between is not kept. Amounts and lines are those last told. What
 * holds an order back is not kept; nor is a comparison that was made again since.
 */
export async function layOrders(tx: Tx, at: Date): Promise<void> {
  const then = literal(at);
  const unchanged = (row: string) =>
    `greatest(${row}.placed_at, coalesce(${row}.source_event_at, ${row}.placed_at)) <= ${then}`;
  await overlay(
    tx,
    "sales_order",
    {
      state: `case when ${unchanged("x")} then x.state when x.state = 'open' then 'open' else 'unknown' end`,
      gone_at: `case when x.gone_at <= ${then} then x.gone_at end`,
      sync_error: "null::text",
      owner_id: "null::text",
    },
    `public.sales_order x where x.placed_at <= ${then} and coalesce(x.first_visible_at, x.placed_at) <= ${then}`,
  );
  await overlay(
    tx,
    "order_line",
    Object.fromEntries(
      ["cancelled_quantity", "cancelled_minor", "cancelled_base_minor", "shipped_quantity"].map((name) => [
        name,
        `case when ${unchanged("o")} then x.${name} else 0 end`,
      ]),
    ),
    `public.sales_order o join public.order_line x on x.order_id = o.id and x.placed_at = o.placed_at
     where o.placed_at <= ${then} and coalesce(o.first_visible_at, o.placed_at) <= ${then}`,
  );
  await overlay(
    tx,
    "order_check",
    { resolved_at: `case when x.resolved_at <= ${then} then x.resolved_at end` },
    `(select * from public.order_check where resolved_at is null
      union all select * from public.order_check where resolved_at is not null) x where x.checked_at <= ${then}`,
  );
  await overlay(
    tx,
    "return_line",
    {
      state: `case when x.settled_at <= ${then} then x.state when x.received_at <= ${then} then 'inspection' else 'expected' end`,
      settled_at: `case when x.settled_at <= ${then} then x.settled_at end`,
      received_at: `case when x.received_at <= ${then} then x.received_at end`,
    },
    `public.return_line x where x.announced_at <= ${then}`,
  );
}
