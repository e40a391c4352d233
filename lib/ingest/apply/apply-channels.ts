import type { Queryable } from "@/db/client";
import type { Item, KindApplier } from "./contract";
import { applied, idsByCode, sorter } from "./refs";
import { type ColumnSpec, columnsOf, upsertRows } from "./upsert";

const specs: Record<string, ColumnSpec> = {
  name: { column: "name" },
  kind: { column: "kind" },
  currency: { column: "currency" },
  country: { column: "country", nullable: true },
  timeZone: { column: "time_zone" },
  lagLimitMinutes: { column: "lag_limit_seconds", nullable: true, convert: (value) => Number(value) * 60 },
  publishShare: { column: "publish_share" },
  promotionReserveUnits: { column: "promotion_reserve_units" },
  bufferUnits: { column: "buffer_units" },
  maxUnits: { column: "max_units", nullable: true },
  feeRate: { column: "fee_rate" },
  backorder: { column: "backorder" },
  active: { column: "active" },
};

const servedBy = (record: Record<string, unknown>) =>
  Array.isArray(record.locations) ? record.locations.map(String) : null;

export const applyChannels: KindApplier = {
  identify: ({ code }) => String(code),
  apply: async (tx, context, items) => {
    const locations = await idsByCode(
      tx,
      "location",
      items.flatMap(({ record }) => servedBy(record) ?? []),
    );
    const { find, rejects } = sorter();
    const good = items.filter(
      ({ line, record }) =>
        !(servedBy(record) ?? []).some((code) => find(locations, line, code, "unknown_location") === null),
    );
    const rows = good.map(({ line, record }) => {
      const set = { code: record.code, ...columnsOf(record, specs) };
      const insertOnly: Record<string, unknown> = {
        simulated: context.simulated,
        connection_id: context.connectionId,
      };
      if (!("name" in set)) insertOnly.name = record.code;
      if (!("kind" in set)) insertOnly.kind = "marketplace";
      if (!("time_zone" in set)) insertOnly.time_zone = context.timeZone;
      return { line, set, insertOnly };
    });
    const ids = await upsertRows(tx, "channel", ["code"], rows);
    await writeServing(tx, good, ids, locations);
    return applied(ids, rejects);
  },
};

/** The named locations, in their order, become the ones that serve the channel; a channel that names none keeps its own. */
async function writeServing(
  tx: Queryable,
  items: readonly Item[],
  ids: ReadonlyMap<number, number>,
  locations: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = items.flatMap(({ line, record }) =>
    (servedBy(record) ?? []).map((code, index) => ({
      channel: ids.get(line),
      location: locations.get(code),
      priority: index + 1,
    })),
  );
  if (rows.length === 0) return;
  const channels = [...new Set(rows.flatMap(({ channel }) => channel ?? []))];
  await tx`delete from channel_location where channel_id = any(${channels}::smallint[])`;
  await tx`
    insert into channel_location (channel_id, location_id, priority)
    select channel, location, min(priority) from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as r (channel smallint, location smallint, priority smallint) group by 1, 2`;
}
