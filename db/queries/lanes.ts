import type { Queryable } from "@/db/client";

/** One directed way between two places. Costs in minor units of the lane's own currency. */
export interface LaneRow {
  id: number;
  version: number;
  originCode: string;
  originName: string;
  destinationCode: string;
  destinationName: string;
  leadTimeDays: number;
  currency: string;
  freightMinorPerUnit: number;
  handlingMinorPerUnit: number;
  fixedMinorPerShipment: number;
  minValueMinor: number;
  minUnits: number;
  /** Null: no limit known. */
  capacityUnits: number | null;
  capacityGrams: number | null;
  capacityCm3: number | null;
  hazmatAllowed: boolean;
  coldChainAllowed: boolean;
  /** Null: inbound to a marketplace's warehouse, else a transfer. */
  kind: "transfer" | "removal" | "inbound" | null;
  /** 1 Monday to 7 Sunday; null: every day. */
  shipWeekdays: number[] | null;
  cutOffHour: number | null;
  closedDays: string[];
  /** Null: the policy's. */
  cooldownDays: number | null;
  active: boolean;
  simulated: boolean;
}

/** Every lane, those in use first, by the codes of its ends. */
export async function listLanes(db: Queryable): Promise<LaneRow[]> {
  const rows = await db<LaneRow[]>`
    select l.id, l.version, f.code as "originCode", f.name as "originName", t.code as "destinationCode", t.name as "destinationName",
      l.lead_time_days::float8 as "leadTimeDays", l.currency, l.freight_minor_per_unit as "freightMinorPerUnit",
      l.handling_minor_per_unit as "handlingMinorPerUnit", l.fixed_minor_per_shipment as "fixedMinorPerShipment",
      l.min_value_minor as "minValueMinor", l.min_units as "minUnits", l.capacity_units as "capacityUnits",
      l.capacity_grams as "capacityGrams", l.capacity_cm3 as "capacityCm3", l.hazmat_allowed as "hazmatAllowed",
      l.cold_chain_allowed as "coldChainAllowed", l.kind, l.ship_weekdays as "shipWeekdays", l.cut_off_hour as "cutOffHour",
      l.closed_days::text[] as "closedDays", l.cooldown_days as "cooldownDays", l.active, l.simulated
    from lane l join location f on f.id = l.origin_id join location t on t.id = l.destination_id
    order by l.active desc, f.code, t.code`;
  return [...rows];
}

/** Places that a lane may lead from and to, and currencies that have a rate. */
export async function laneChoices(
  db: Queryable,
): Promise<{ places: { id: number; code: string; name: string }[]; currencies: string[] }> {
  const [row] = await db<{ places: { id: number; code: string; name: string }[]; currencies: string[] }[]>`
    select coalesce((select jsonb_agg(jsonb_build_object('id', id, 'code', code, 'name', name) order by code) from location where active), '[]') as places,
      array(select base_currency from company union select currency from fx_rate union select currency from lane order by 1) as currencies`;
  return row ?? { places: [], currencies: [] };
}
