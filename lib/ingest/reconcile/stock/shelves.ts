import type { Queryable } from "@/db/client";
import type { SourceRecord } from "@/lib/connectors/live-contract";
import { jsonText } from "@/lib/core/storable";
import { type Aliases, withOurCodes } from "@/lib/ingest/sync/aliases";
import type { ClaimedStock } from "./plan";

/**
 * Keeps what the source says of the shelves that it keeps beside the comparison, by our ids; what is not known here by name
 * waits in the list of things to be mapped and is no part of it. `again`: only of shelves that are being asked for again.
 */
export async function keepShelves(
  db: Queryable,
  { connectionId, startedAt }: Pick<ClaimedStock, "connectionId" | "startedAt">,
  records: readonly SourceRecord[],
  aliases: Aliases,
  again: boolean,
): Promise<void> {
  const rows = records.flatMap(({ kind, id, fields, eventAt }) => {
    if (kind !== "stock" || !Number.isInteger(fields.onHand)) return [];
    const { sku, onHand, unavailable, asOf } = withOurCodes("stock", fields, aliases);
    return [
      {
        ...{ id, sku, onHand, asOf: asOf ?? eventAt },
        place: String(fields.location),
        unavailable: Number.isInteger(unavailable) ? unavailable : null,
      },
    ];
  });
  if (rows.length === 0) return;
  await db`
    insert into stock_reconciliation_shelf as s (connection_id, started_at, sku_id, location_id, source_id, on_hand, unavailable, as_of)
    select distinct on (k.id, p.location_id) ${connectionId}::int, ${startedAt}::text::timestamptz, k.id, p.location_id, r.id, r."onHand", r.unavailable,
      coalesce(r."asOf", now())
    from jsonb_to_recordset(${jsonText(rows)}::text::jsonb) as r
      (id text, sku text, place text, "onHand" int, unavailable int, "asOf" timestamptz)
    join sku k on k.code = r.sku
    join connection_place p on p.connection_id = ${connectionId} and p.external_code = r.place and p.keeps and p.location_id is not null
    where not ${again} or exists (select from stock_reconciliation_shelf o where o.connection_id = ${connectionId}
      and o.started_at = ${startedAt}::text::timestamptz and o.sku_id = k.id and o.location_id = p.location_id)
    order by k.id, p.location_id, r."asOf" desc nulls first
    on conflict (connection_id, started_at, sku_id, location_id) do update set source_id = excluded.source_id,
      on_hand = excluded.on_hand, unavailable = excluded.unavailable, as_of = excluded.as_of`;
}

/**
 * Shelves of a comparison on both sides, each as of the moment that the source speaks of: the ledger is taken back to it.
 * Also those that this account has read before, that have units here and that it does not list.
 * Columns: sku_id, location_id, theirs, theirs_apart, ours, ours_apart (null: not known), listed, differs.
 */
export const bothSides = (
  db: Queryable,
  { connectionId, startedAt }: Pick<ClaimedStock, "connectionId" | "startedAt">,
  { whole }: { whole: boolean },
) => db`
  (select t.sku_id, t.location_id, t.on_hand as theirs, t.unavailable as theirs_apart, l.on_hand - later.units as ours,
    l.unavailable - later.apart as ours_apart, true as listed,
    (l.on_hand - later.units, case when t.unavailable is not null then l.unavailable - later.apart end)
      is distinct from (t.on_hand, t.unavailable) as differs
  from stock_reconciliation_shelf t
  left join stock_level l on l.sku_id = t.sku_id and l.location_id = t.location_id and l.known_since is not null
  cross join lateral (
    select coalesce(sum(s.sign * m.quantity), 0)::int as units, coalesce(sum(s.sign * m.quantity) filter (where p.kind = 'unavailable'), 0)::int as apart
    from stock_move m cross join lateral (values (m.to_place_id, 1), (m.from_place_id, -1)) s (place_id, sign)
    join place p on p.id = s.place_id and p.location_id = t.location_id and p.kind in ('stock', 'unavailable')
    where l.data_as_of > t.as_of and m.sku_id = t.sku_id and m.occurred_at > t.as_of) later
  where t.connection_id = ${connectionId} and t.started_at = ${startedAt}::text::timestamptz
  union all
  select r.sku_id, r.location_id, null, null, l.on_hand, l.unavailable, false, true
  from stock_reading r join stock_level l using (sku_id, location_id)
  join connection_place p on p.connection_id = ${connectionId} and p.location_id = r.location_id and p.keeps
  where r.connection_id = ${connectionId} and r.measure = 'on_hand' and l.on_hand <> 0
    and ${
      whole
        ? db`not exists (select from stock_reconciliation_shelf t where t.connection_id = ${connectionId}
            and t.started_at = ${startedAt}::text::timestamptz and t.sku_id = r.sku_id and t.location_id = r.location_id)`
        : db`exists (select from stock_check k where k.connection_id = ${connectionId} and k.sku_id = r.sku_id and k.location_id = r.location_id
            and k.source_units is null and k.checked_at >= ${startedAt}::text::timestamptz and k.resolved_at is null)`
    })`;
