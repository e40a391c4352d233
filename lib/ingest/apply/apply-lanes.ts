import type { KindApplier } from "./contract";
import { minorOf } from "./minor";
import { applied, codesIn, idsByCode, sorter, textOf } from "./refs";
import { type ColumnSpec, columnsOf, upsertRows } from "./upsert";

const specs: Record<string, ColumnSpec> = {
  leadTimeDays: { column: "lead_time_days" },
  minUnits: { column: "min_units" },
  capacityUnits: { column: "capacity_units", nullable: true },
  capacityGrams: { column: "capacity_grams", nullable: true },
  capacityCm3: { column: "capacity_cm3", nullable: true },
  hazmatAllowed: { column: "hazmat_allowed" },
  coldChainAllowed: { column: "cold_chain_allowed" },
  kind: { column: "kind", nullable: true },
  cutOffHour: { column: "cut_off_hour", nullable: true },
  cooldownDays: { column: "cooldown_days", nullable: true },
  active: { column: "active" },
};

const costs = {
  freightPerUnit: "freight_minor_per_unit",
  handlingPerUnit: "handling_minor_per_unit",
  fixedPerShipment: "fixed_minor_per_shipment",
  minValue: "min_value_minor",
} as const;

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** 1 Monday to 7 Sunday, of a number or the name of a day; null: neither. */
function weekdayOf(text: string): number | null {
  const word = text.trim().toLowerCase();
  const named = weekdays.indexOf(word.slice(0, 3)) + 1;
  if (named > 0) return named;
  return /^[1-7]$/.test(word) ? Number(word) : null;
}

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

/** The calendar of a record as columns, or the word of it that is no weekday or no day. */
function calendarOf(
  record: Record<string, unknown>,
): { columns: Record<string, unknown> } | { code: "not_a_weekday" | "not_a_closed_day"; value: string } {
  const columns: Record<string, unknown> = {};
  const { shipWeekdays, closedDays } = record;
  if (shipWeekdays === null) columns.ship_weekdays = null;
  if (Array.isArray(shipWeekdays)) {
    const days = new Set<number>();
    for (const word of shipWeekdays.map(String)) {
      const day = weekdayOf(word);
      if (day === null) return { code: "not_a_weekday", value: word };
      days.add(day);
    }
    columns.ship_weekdays = days.size > 0 ? [...days].sort((a, b) => a - b) : null;
  }
  if (closedDays === null) columns.closed_days = [];
  if (Array.isArray(closedDays)) {
    const days = closedDays.map((day) => String(day).trim());
    const wrong = days.find((day) => !isDay(day));
    if (wrong !== undefined) return { code: "not_a_closed_day", value: wrong };
    columns.closed_days = [...new Set(days)].sort();
  }
  return { columns };
}

export const applyLanes: KindApplier = {
  identify: ({ origin, destination }) => `${origin}|${destination}`,
  apply: async (tx, context, items) => {
    const locations = await idsByCode(tx, "location", [
      ...codesIn(items, "origin"),
      ...codesIn(items, "destination"),
    ]);
    const { find, reject, rejects } = sorter();
    const rows = items.flatMap(({ line, record }) => {
      const origin = find(locations, line, textOf(record, "origin"), "unknown_location");
      const destination = origin && find(locations, line, textOf(record, "destination"), "unknown_location");
      if (!origin || !destination) return [];
      if (origin === destination) {
        reject(line, "same_location", textOf(record, "origin"));
        return [];
      }
      const calendar = calendarOf(record);
      if ("code" in calendar) {
        reject(line, calendar.code, calendar.value);
        return [];
      }
      const currency = textOf(record, "currency") ?? context.baseCurrency;
      const money = Object.entries(costs).flatMap(([field, column]) =>
        record[field] == null ? [] : [[column, minorOf(record[field], currency)] as const],
      );
      const set = {
        origin_id: origin,
        destination_id: destination,
        currency,
        ...Object.fromEntries(money),
        ...columnsOf(record, specs),
        ...calendar.columns,
      };
      return [{ line, set, insertOnly: { simulated: context.simulated } }];
    });
    return applied(await upsertRows(tx, "lane", ["origin_id", "destination_id"], rows), rejects);
  },
};
