import type { Tx } from "@/db/client";
import { literal, overlay, overlayEmpty } from "../overlay";

/** What was planned longer before the moment is not listed, unless more is asked for. */
const plannedWithinDays = 400;

/** Transfers with their lines and what both ends had said by a moment, and the plans worked out until then. */
export async function layTransfers(tx: Tx, at: Date, withinDays = plannedWithinDays): Promise<void> {
  const then = literal(at);
  const shipped = "coalesce(e.shipped_at, x.shipped_at)";
  const received = "coalesce(e.received_at, x.received_at)";
  await overlay(
    tx,
    "transfer_order",
    {
      // One that was cancelled without a word of it counts as cancelled all the while.
      state: `case when x.state = 'cancelled' and (e.cancelled_at is null or e.cancelled_at <= ${then}) then 'cancelled'
        when x.received_at is not null and ${received} <= ${then} then 'received'
        when x.shipped_at is not null and ${shipped} <= ${then} then 'shipped'
        when x.state = 'planned' or (x.action_id is not null and not exists (
          select from public.action a where a.id = x.action_id and a.accepted_at <= ${then})) then 'planned' else 'sent' end`,
      shipped_at: `case when ${shipped} <= ${then} then x.shipped_at end`,
      received_at: `case when ${received} <= ${then} then x.received_at end`,
      freight_minor: `case when x.shipment is null then x.freight_minor else x.freight_minor - coalesce((
        select sum(l.freight_minor) from public.transfer_line l join public.action a on a.id = l.action_id
        where l.transfer_id = x.id and a.created_at > ${then}), 0) end`,
    },
    `public.transfer_order x left join lateral (
      select min(recorded_at) filter (where kind = 'shipped') as shipped_at,
        max(recorded_at) filter (where kind = 'received' and final) as received_at,
        min(recorded_at) filter (where kind = 'cancelled') as cancelled_at
      from public.transfer_event where transfer_id = x.id) e on true
    where x.planned_at <= ${then} and x.planned_at > ${then} - interval '${withinDays} days'`,
  );
  await overlay(
    tx,
    "transfer_line",
    {
      shipped_quantity: "case when o.shipped_at is not null then x.shipped_quantity end",
      received_quantity: "case when o.received_at is not null then x.received_quantity end",
      reserving: "o.state in ('planned', 'sent')",
    },
    // Lines that joined it later are left out; those that were taken out later are still there, their part of the freight is not kept.
    `transfer_order o join (
       select transfer_id, line_no, sku_id, origin_id, destination_id, quantity, shipped_quantity, received_quantity, reserving, action_id,
         freight_minor from public.transfer_line
       union all
       select l.transfer_id, l.line_no, l.sku_id, t.origin_id, t.destination_id, l.quantity, null, null, true, l.action_id, null
       from public.transfer_line_out l join public.transfer_order t on t.id = l.transfer_id where l.taken_out_at > ${then}) x on x.transfer_id = o.id
     where o.shipment is null or x.action_id is null
       or exists (select from public.action a where a.id = x.action_id and a.created_at <= ${then})`,
  );
  await overlay(tx, "transfer_line_out", {}, `public.transfer_line_out x where x.taken_out_at <= ${then}`);
  await overlay(tx, "transfer_event", {}, `public.transfer_event x where x.recorded_at <= ${then}`);
  await overlay(tx, "transfer_plan", {}, `public.transfer_plan x where x.computed_at <= ${then}`);
  await overlayEmpty(tx, "lane_standing");
}
