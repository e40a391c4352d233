import type { KindApplier } from "./contract";
import { applied } from "./refs";
import { type ColumnSpec, columnsOf, upsertRows } from "./upsert";

const specs: Record<string, ColumnSpec> = {
  name: { column: "name" },
  kind: { column: "kind" },
  country: { column: "country" },
  region: { column: "region" },
  timeZone: { column: "time_zone" },
  active: { column: "active" },
};

export const applyLocations: KindApplier = {
  identify: ({ code }) => String(code),
  apply: async (tx, context, items) => {
    const rows = items.map(({ line, record }) => {
      const set = { code: record.code, ...columnsOf(record, specs) };
      const insertOnly: Record<string, unknown> = { simulated: context.simulated };
      if (!("name" in set)) insertOnly.name = record.code;
      if (!("region" in set)) insertOnly.region = record.country;
      return { line, set, insertOnly };
    });
    return applied(await upsertRows(tx, "location", ["code"], rows), []);
  },
};
