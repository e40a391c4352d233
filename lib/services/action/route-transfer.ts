import type { Tx } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { type LaneCalendar, waitDays } from "@/lib/decisions/rebalance/departure";
import { vendorsMoving } from "@/lib/ingest/sync/vendors";

/** Who carries a transfer out, or has to be told of it; the names are the account's own. */
export interface Carrier {
  executor: "manual" | "webhook" | "connector";
  connectionId: number | null;
  /** Null: our code. */
  originPlace: string | null;
  destinationPlace: string | null;
}

export interface Route {
  transferId: number;
  originId: number;
  destinationId: number;
  originCode: string;
  destinationCode: string;
  /** From now until the goods can be sold there: the wait for the lane's next departure and the days on the way. */
  leadTimeDays: number;
  simulated: boolean;
  currency: string;
  /** Moves the goods, or is told of them first. */
  carrier: Carrier;
  /** Receives them and has to be told too, where another one moves them; null: nobody. */
  receiver: Carrier | null;
}

interface RouteRow extends Omit<Route, "carrier" | "receiver" | "leadTimeDays">, LaneCalendar {
  transitDays: number;
  warehouseId: number | null;
  betweenId: number | null;
  betweenOrigin: string | null;
  betweenDestination: string | null;
  inboundId: number | null;
  inboundPlace: string | null;
}

const byHand: Carrier = {
  executor: "manual",
  connectionId: null,
  originPlace: null,
  destinationPlace: null,
};

/**
 * The way of a transfer over a lane. An account that keeps the origin's stock and has the destination too moves it; else
 * the warehouse system that runs the origin; an account that keeps the destination and plans what comes in (FBA) is told
 * in any case; without any of them it is done by hand. Throws Invalid when the lane is gone.
 */
export async function routeTransfer(tx: Tx, laneId: number, now: Date): Promise<Route> {
  const [row] = await tx<RouteRow[]>`
    select nextval(pg_get_serial_sequence('transfer_order', 'id'))::bigint as "transferId",
      l.origin_id as "originId", l.destination_id as "destinationId", o.code as "originCode", d.code as "destinationCode",
      l.lead_time_days::float8 as "transitDays", o.time_zone as "timeZone", l.ship_weekdays as weekdays,
      l.cut_off_hour as "cutOffHour", l.closed_days::text[] as "closedDays", o.simulated, (select base_currency from company) as currency,
      w.id as "warehouseId", b.id as "betweenId", b.origin as "betweenOrigin", b.destination as "betweenDestination",
      i.id as "inboundId", i.place as "inboundPlace"
    from lane l join location o on o.id = l.origin_id join location d on d.id = l.destination_id
    left join lateral (
      select c.id from connection c
      where c.state = 'active' and c.config ->> 'role' = 'warehouse' and c.config ->> 'baseUrl' is not null
        and jsonb_exists(c.config -> 'locations', o.code) order by c.id limit 1) w on true
    left join lateral (
      select c.id, p.external_code as origin, q.external_code as destination
      from connection_place p join connection c on c.id = p.connection_id and c.state in ('active', 'error') and c.vendor = any(${vendorsMoving("between")})
      join connection_place q on q.connection_id = c.id and q.location_id = d.id
      where p.location_id = o.id and p.keeps order by q.external_code limit 1) b on true
    left join lateral (
      select c.id, p.external_code as place
      from connection_place p join connection c on c.id = p.connection_id and c.state in ('active', 'error') and c.vendor = any(${vendorsMoving("inbound")})
      where p.location_id = d.id and p.keeps limit 1) i on true
    where l.id = ${laneId} and l.active`;
  if (!row)
    throw new Invalid(
      "There is no active lane between these places. Nothing was moved; choose another one.",
      { say: say("refusals.transfer.noLane") },
    );
  const { warehouseId, betweenId, betweenOrigin, betweenDestination, inboundId, inboundPlace, ...known } =
    row;
  const { transitDays, timeZone, weekdays, cutOffHour, closedDays, ...ends } = known;
  const wait = waitDays({ timeZone, weekdays, cutOffHour, closedDays }, now) ?? 0;
  const route = { ...ends, leadTimeDays: transitDays + wait };
  if (betweenId !== null)
    return {
      ...route,
      carrier: {
        executor: "connector",
        connectionId: betweenId,
        originPlace: betweenOrigin,
        destinationPlace: betweenDestination,
      },
      receiver: null,
    };
  const inbound: Carrier | null =
    inboundId === null
      ? null
      : {
          executor: "connector",
          connectionId: inboundId,
          originPlace: null,
          destinationPlace: inboundPlace,
        };
  if (warehouseId === null) return { ...route, carrier: inbound ?? byHand, receiver: null };
  const warehouse: Carrier = { ...byHand, executor: "webhook", connectionId: warehouseId };
  return { ...route, carrier: warehouse, receiver: inbound };
}
