import type { Queryable } from "@/db/client";
import type { LineOutcome } from "./go-on";

/** How far an approved shipment is. Money in the company's currency. */
export interface ShipmentProgress {
  id: string;
  finished: boolean;
  lines: number;
  done: number;
  approved: number;
  /** Of the lines that were approved. */
  valueMinor: number;
  /** What leaves in all, and its orders; known once it is finished. */
  units: number;
  orders: { id: number; number: string }[];
  leftOut: { recommendationId: number; skuCode: string | null; why: Exclude<LineOutcome, "approved"> }[];
  leftOutCount: number;
}

/** Lines that are named of those that were left out. */
const named = 100;

/** What became of the lines of an approved shipment so far. */
export async function readProgress(db: Queryable, id: string): Promise<ShipmentProgress> {
  const [sums] = await db<
    Pick<ShipmentProgress, "finished" | "lines" | "done" | "approved" | "valueMinor" | "leftOutCount">[]
  >`
    select (select finished_at is not null from shipment_approval where id = ${id}) as finished, count(*)::int as lines,
      count(outcome)::int as done, (count(*) filter (where outcome = 'approved'))::int as approved,
      (count(*) filter (where outcome <> 'approved'))::int as "leftOutCount",
      coalesce(sum(value_minor) filter (where outcome = 'approved'), 0)::bigint as "valueMinor"
    from shipment_approval_line where approval_id = ${id}`;
  const finished = sums?.finished ?? false;
  const [orders, leftOut] = finished
    ? await Promise.all([readOrders(db, id), readLeftOut(db, id)])
    : [[], []];
  return {
    ...(sums ?? { lines: 0, done: 0, approved: 0, valueMinor: 0, leftOutCount: 0 }),
    ...{ id, finished, leftOut },
    units: orders.reduce((sum, order) => sum + order.units, 0),
    orders: orders.map(({ id: orderId, number }) => ({ id: orderId, number })),
  };
}

/** Whether a whole shipment is being approved at this moment. */
export async function isUnderWay(db: Queryable): Promise<boolean> {
  const [row] = await db`
    select from shipment_approval where finished_at is null and touched_at > now() - interval '5 minutes' limit 1`;
  return row !== undefined;
}

const readOrders = (db: Queryable, id: string) => db<{ id: number; number: string; units: number }[]>`
  select o.id, o.number, sum(t.quantity)::int as units
  from shipment_approval s join shipment_approval_line l on l.approval_id = s.id and l.outcome = 'approved'
  join action a on a.recommendation_id = l.recommendation_id and a.kind = 'transfer' and a.created_at >= s.approved_at and a.undo_of is null
  join transfer_order o on o.id = (a.payload ->> 'transferId')::bigint
  join transfer_line t on t.transfer_id = o.id and coalesce(t.action_id, o.action_id) = a.id
  where s.id = ${id} group by o.id order by o.id`;

const readLeftOut = (db: Queryable, id: string) => db<ShipmentProgress["leftOut"]>`
  select l.recommendation_id as "recommendationId", k.code as "skuCode", l.outcome as why
  from shipment_approval_line l join recommendation r on r.id = l.recommendation_id left join sku k on k.id = r.sku_id
  where l.approval_id = ${id} and l.outcome <> 'approved' order by l.place limit ${named}`;
