import type { Tx } from "@/db/client";
import type { GivingShelf, ReceivingShelf, TransferLine } from "./types";

/** A line with what its shelves are looked up by. */
export interface LoadedLine extends TransferLine {
  number: string;
  complete: boolean;
}

/**
 * Lines of the transfers that came in since then, of these SKUs. Their effect counts for the days that were expected of it, or
 * the horizon where these are not told, or until now while they have not passed; days are those of the place in question.
 */
export async function loadTransferLines(
  tx: Tx,
  skuIds: readonly number[],
  since: Date,
  { horizonDays, holdingRatePerYear }: { horizonDays: number; holdingRatePerYear: number },
): Promise<LoadedLine[]> {
  return tx<LoadedLine[]>`
    with came as (
      select o.* from transfer_order o join action a on a.id = o.action_id
      where a.state = 'verified' and a.kind = 'transfer' and o.state = 'received' and o.received_at >= ${since}
        and exists (select from transfer_line l where l.transfer_id = o.id and l.sku_id = any(${[...skuIds]})))
    select coalesce(l.action_id, o.action_id) as "actionId", o.number, o.received_at + e.span <= now() as complete,
      l.sku_id || ':' || o.destination_id as receiver, l.sku_id || ':' || o.origin_id as donor,
      extract(epoch from o.received_at)::float8 * 1000 as since,
      coalesce(l.shipped_quantity, l.quantity) as "shippedUnits",
      coalesce(least(l.received_quantity, l.shipped_quantity), 0) as "receivedUnits",
      coalesce(l.freight_minor, o.freight_minor * l.quantity::float8 / (select sum(quantity) from transfer_line where transfer_id = o.id))::float8 as "costMinor",
      s.margin_base_minor::float8 as "marginMinorPerUnit",
      coalesce(c.cost, 0)::float8 * ${holdingRatePerYear} / 365 as "holdingMinorPerUnitDay",
      (extract(epoch from o.received_at - coalesce(o.shipped_at, o.received_at)) / 86400)::float8 as "daysUnderWay",
      (extract(epoch from e.until - o.received_at) / 86400)::float8 as "daysHeld",
      (o.received_at at time zone t.time_zone)::date + 1 as "receiverFrom", (e.until at time zone t.time_zone)::date as "receiverUntil",
      (o.shipped_at at time zone f.time_zone)::date as "donorFrom", (e.until at time zone f.time_zone)::date as "donorUntil",
      (extract(epoch from e.until - o.received_at) / 86400 / a.expected_days)::float8 as "claimedShare"
    from came o
    join transfer_line l on l.transfer_id = o.id
    join action a on a.id = coalesce(l.action_id, o.action_id)
    cross join lateral (select coalesce(a.expected_days, ${horizonDays}) * interval '1 day' as span) w
    cross join lateral (select w.span, least(o.received_at + w.span, now()) as until) e
    join location t on t.id = o.destination_id
    join location f on f.id = o.origin_id
    left join stock_status s on s.sku_id = l.sku_id and s.location_id = o.destination_id
    cross join lateral (select max(unit_cost_base_minor) as cost from stock_status where sku_id = l.sku_id) c
    order by o.received_at, o.id, l.line_no`;
}

/** What each receiving shelf had of its own at the end of the day on which the first goods of these lines came. */
export async function loadReceivers(tx: Tx, lines: readonly LoadedLine[]): Promise<ReceivingShelf[]> {
  return tx<ReceivingShelf[]>`
    with shelf as (
      select shelf, split_part(shelf, ':', 1)::int as sku_id, split_part(shelf, ':', 2)::int as location_id,
        min("from") as from_day, array_agg(number) as numbers
      from jsonb_to_recordset(${tx.json(lines.map((line) => ({ shelf: line.receiver, from: line.receiverFrom, number: line.number })))})
        as l (shelf text, "from" date, number text) group by 1)
    select s.shelf, coalesce(sum(case when m.to_place_id = p.id then m.quantity else -m.quantity end), 0)::int as "ownUnits"
    from shelf s
    join location x on x.id = s.location_id
    join place p on p.location_id = s.location_id and p.kind = 'stock'
    left join stock_move m on m.sku_id = s.sku_id and m.occurred_at < s.from_day::timestamp at time zone x.time_zone and p.id in (m.from_place_id, m.to_place_id)
      and (m.document is null or m.document <> all(s.numbers))
    group by 1`;
}

/** Days on which the giving shelves of these lines were out for a part, with what was expected then. */
export async function loadDonors(tx: Tx, lines: readonly LoadedLine[]): Promise<GivingShelf[]> {
  return tx<GivingShelf[]>`
    with shelf as (
      select shelf, split_part(shelf, ':', 1)::int as sku_id, split_part(shelf, ':', 2)::int as location_id,
        min("from") as from_day, max("until") as until_day
      from jsonb_to_recordset(${tx.json(lines.map((line) => ({ shelf: line.donor, from: line.donorFrom, until: line.donorUntil })))})
        as l (shelf text, "from" date, "until" date) group by 1)
    select s.shelf, q.dispersion::float8 as dispersion, coalesce(jsonb_agg(jsonb_build_object('day', y.day, 'availableShare', y.available_share,
        'expectedUnits', q.level_units_per_day * q.weekday_factors[extract(isodow from y.day)::int]) order by y.day)
      filter (where y.day is not null), '[]') as days
    from shelf s
    join forecast q on q.sku_id = s.sku_id and q.location_id = s.location_id
    left join availability_daily y on y.sku_id = s.sku_id and y.location_id = s.location_id and y.day between s.from_day and s.until_day
    group by 1, 2`;
}
