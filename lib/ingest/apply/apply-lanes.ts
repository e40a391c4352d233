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
  active: { column: "active" },
};

const costs = {
  freightPerUnit: "freight_minor_per_unit",
  handlingPerUnit: "handling_minor_per_unit",
  fixedPerShipment: "fixed_minor_per_shipment",
} as const;

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
      };
      return [{ line, set, insertOnly: { simulated: context.simulated } }];
    });
    return applied(await upsertRows(tx, "lane", ["origin_id", "destination_id"], rows), rejects);
  },
};
