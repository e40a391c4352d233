import { z } from "zod";
import type { Queryable } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const listUnmappedSchema = z.object({
  connectionId: z.coerce.number().int().positive().nullish(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** A name that sources use and nobody here knows, with what waits for it. */
export interface UnmappedName {
  connectionId: number;
  connection: string;
  /** sku, location or channel can be given a name; order, campaign and ad come by themselves. */
  kind: "sku" | "location" | "channel" | "order" | "campaign" | "ad";
  externalCode: string;
  records: number;
  orders: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  /** What the source calls it, where it says. */
  title: string | null;
  /** A code of ours that is likely meant: the same but for case, or its barcode. */
  suggestion: string | null;
}

/** The names to be mapped, those first that most records wait for. */
export async function listUnmapped(
  db: Queryable,
  actor: Actor,
  input: z.input<typeof listUnmappedSchema> = {},
): Promise<UnmappedName[]> {
  authorise(actor, "order.resolve");
  const { connectionId, limit } = parseInput(listUnmappedSchema, input);
  return db<UnmappedName[]>`
    with waiting as (
      select r.id, r.connection_id, r.kind, r.fields, r.received_at, want, split_part(want, ':', 1) as of, substr(want, strpos(want, ':') + 1) as code
      from inbox_record r, unnest(r.wants) want
      where r.state = 'unmapped' and (${connectionId ?? null}::int is null or r.connection_id = ${connectionId ?? null})),
    named as (
      select connection_id, of, code, count(*)::int as records, count(*) filter (where kind = 'orders')::int as orders,
        min(received_at) as first_seen, max(received_at) as last_seen, max(id) as newest
      from waiting group by 1, 2, 3 order by count(*) desc, min(received_at), code limit ${limit})
    select n.connection_id as "connectionId", c.name as connection, n.of as kind, n.code as "externalCode", n.records, n.orders,
      n.first_seen as "firstSeenAt", n.last_seen as "lastSeenAt",
      case when n.of = 'sku' then coalesce(
        (select line ->> 'title' from inbox_record r, jsonb_array_elements(case when jsonb_typeof(r.fields -> 'lines') = 'array' then r.fields -> 'lines' else '[]' end) line
          where r.id = n.newest and line ->> 'sku' = n.code limit 1),
        (select r.fields ->> 'title' from inbox_record r where r.id = n.newest)) end as title,
      case n.of
        when 'sku' then (select k.code from sku k where lower(k.code) = lower(n.code) or k.barcode = n.code order by k.id limit 1)
        when 'location' then (select l.code from location l where lower(l.code) = lower(n.code) or lower(l.name) = lower(n.code) order by l.id limit 1)
        when 'channel' then (select h.code from channel h where lower(h.code) = lower(n.code) or lower(h.name) = lower(n.code) order by h.id limit 1)
      end as suggestion
    from named n join connection c on c.id = n.connection_id
    order by n.records desc, n.first_seen, n.code`;
}
