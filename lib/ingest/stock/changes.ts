import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import { reanchor } from "./reanchor";

export interface StockChange {
  line: number;
  skuId: number;
  locationId: number;
  at: string;
  /** The source says when it happened, so a reading may already contain it. */
  late: boolean;
  quantity: number;
  from: number;
  to: number;
  reason: string;
  document: string | null;
  note: string | null;
  eventId: string | null;
}

/** Posts changes in one statement, each event id once. Returns the lines that were posted. */
export async function applyChanges(
  tx: Queryable,
  context: IngestContext,
  changes: readonly StockChange[],
): Promise<number[]> {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => ({ ...change, document: change.document ?? change.eventId }));
  const posted = await tx<{ line: number }[]>`
    with input as (
      select *, nextval('stock_move_id_seq') as id
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r (line bigint, "skuId" int, at timestamptz, quantity int,
        "from" smallint, "to" smallint, reason text, document text, note text, "eventId" text)
    ), fresh as (
      insert into record_identity (connection_id, kind, external_id, entity_id, placed_at, content_hash, run_id)
      select ${context.connectionId}, 'stock', "eventId", id, at, sha256(''), ${context.runId}::bigint
      from input where "eventId" is not null order by "eventId"
      on conflict (connection_id, kind, external_id) do nothing returning entity_id
    ), taken as (
      select * from input where "eventId" is null or id in (select entity_id from fresh)
    ), moved as (
      insert into stock_move (id, occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, document, connection_id, actor, note)
      select id, at, "skuId", "from", "to", quantity, reason, document, ${context.connectionId}::int, ${context.actor}, note
      from taken order by "skuId", at
    )
    select line from taken`;
  const lines = posted.map(({ line }) => line);
  const set = new Set(lines);
  const late = rows.filter((change) => change.late && set.has(change.line));
  if (late.length > 0)
    await reanchor(
      tx,
      context,
      tx`select "skuId" as sku_id, at as occurred_at, "from" as from_place_id, "to" as to_place_id, quantity
        from json_to_recordset(${JSON.stringify(late)}::text::json) as r ("skuId" int, at timestamptz, "from" smallint, "to" smallint, quantity int)`,
    );
  return lines;
}
