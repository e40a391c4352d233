import type { Tx } from "@/db/client";
import { addRanges, type ValueRange } from "../value-range/compute";
import { byAction } from "./by-action";
import { transferImpact } from "./compute";

export interface Measured {
  actionId: string;
  value: ValueRange;
  /** True: the span over which it is measured has passed, so the figure stays. */
  complete: boolean;
}

interface LineFacts {
  actionId: string;
  complete: boolean;
  marginMinorPerUnit: number | null;
  receivedUnits: number;
  costMinor: number;
  receiverOwnUnits: number;
  receiverDays: { soldUnits: number; otherReceivedUnits: number }[];
  donorDays: { expectedUnits: number; soldUnits: number; availableShare: number }[];
  donorDispersion: number;
}

/**
 * What received transfers were worth from their arrival until the horizon, or until now while it has not passed. Waits for
 * a whole day after arrival. One whose margin is unknown is left out: its worth is unknown, not 0.
 */
export async function measureTransfers(
  tx: Tx,
  rules: { horizonDays: number; substitutionShare: number },
  limit: number,
): Promise<Measured[]> {
  const lines = await loadLines(tx, rules.horizonDays, limit);
  return [...byAction(lines)].flatMap(([actionId, own]) => {
    const values = own.map((line) => lineValue(line, rules.substitutionShare));
    const known = values.filter((value) => value !== null);
    const complete = own.every((line) => line.complete);
    return known.length < values.length ? [] : [{ actionId, value: addRanges(known), complete }];
  });
}

function lineValue(line: LineFacts, substitution: number): ValueRange | null {
  if (line.marginMinorPerUnit === null) return null;
  return transferImpact({ ...line, marginMinorPerUnit: line.marginMinorPerUnit, substitution }).value;
}

/** Days are calendar days of the place in question; the day of arrival counts from its next one, when sales can follow. */
async function loadLines(tx: Tx, horizonDays: number, limit: number): Promise<LineFacts[]> {
  return tx<LineFacts[]>`
    with due as (
      select a.id, o.id as transfer_id, o.number, o.shipped_at, o.received_at, o.freight_minor, o.origin_id, o.destination_id,
        o.received_at + make_interval(days => ${horizonDays}) as until
      from action a join transfer_order o on o.action_id = a.id
      where a.state = 'verified' and a.realised_at is null and a.kind = 'transfer' and o.state = 'received'
        and o.received_at < now() - interval '1 day'
      order by a.realised_minor is not null, o.received_at limit ${limit}),
    line as (
      select d.*, l.sku_id, least(l.received_quantity, l.shipped_quantity) as received,
        d.freight_minor * l.quantity::float8 / sum(l.quantity) over (partition by d.id) as cost,
        (d.received_at at time zone t.time_zone)::date as arrival_day, (least(d.until, now()) at time zone t.time_zone)::date as last_day,
        (d.shipped_at at time zone f.time_zone)::date as departure_day, (least(d.until, now()) at time zone f.time_zone)::date as donor_last_day,
        p.id as shelf_id, t.time_zone as zone
      from due d
      join transfer_line l on l.transfer_id = d.transfer_id
      join location t on t.id = d.destination_id
      join location f on f.id = d.origin_id
      join place p on p.location_id = d.destination_id and p.kind = 'stock')
    select l.id as "actionId", l.until <= now() as complete, s.margin_base_minor as "marginMinorPerUnit",
      coalesce(l.received, 0) as "receivedUnits", l.cost as "costMinor",
      coalesce((
        select sum(case when m.to_place_id = l.shelf_id then m.quantity else -m.quantity end)::int from stock_move m
        where m.sku_id = l.sku_id and m.occurred_at <= l.received_at and l.shelf_id in (m.from_place_id, m.to_place_id)
          and m.document is distinct from l.number), 0) as "receiverOwnUnits",
      (select coalesce(jsonb_agg(jsonb_build_object('soldUnits', coalesce(v.units, 0), 'otherReceivedUnits', coalesce(r.units, 0)) order by g.day), '[]')
        from generate_series(l.arrival_day + 1, l.last_day, interval '1 day') g (day)
        left join lateral (
          select greatest(sum(units), 0)::int as units from demand_daily
          where sku_id = l.sku_id and location_id = l.destination_id and day = g.day::date) v on true
        left join lateral (
          select sum(m.quantity)::int as units from stock_move m
          where m.sku_id = l.sku_id and m.to_place_id = l.shelf_id and m.reason in ('receipt', 'transfer_in', 'transfer_over', 'return')
            and m.document is distinct from l.number and m.occurred_at >= g.day::date::timestamp at time zone l.zone
            and m.occurred_at < (g.day::date + 1)::timestamp at time zone l.zone) r on true) as "receiverDays",
      (select coalesce(jsonb_agg(jsonb_build_object('availableShare', y.available_share, 'soldUnits', coalesce(v.units, 0),
          'expectedUnits', q.level_units_per_day * q.weekday_factors[extract(isodow from y.day)::int])), '[]')
        from availability_daily y
        join forecast q on q.sku_id = y.sku_id and q.location_id = y.location_id
        left join lateral (
          select greatest(sum(units), 0)::int as units from demand_daily
          where sku_id = y.sku_id and location_id = y.location_id and day = y.day) v on true
        where y.sku_id = l.sku_id and y.location_id = l.origin_id and y.day between l.departure_day and l.donor_last_day) as "donorDays",
      coalesce((select dispersion from forecast where sku_id = l.sku_id and location_id = l.origin_id), 0) as "donorDispersion"
    from line l
    left join stock_status s on s.sku_id = l.sku_id and s.location_id = l.destination_id
    order by l.id`;
}
