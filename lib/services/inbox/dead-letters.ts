import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { cutPage, decodeCursor } from "@/db/queries/shared/keyset";
import type { Say } from "@/lib/core/say";
import { askToApply } from "@/lib/ingest/sync/apply-waiting";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

const filter = {
  connectionId: z.coerce.number().int().positive().nullish(),
  kind: z.string().max(40).nullish(),
  /** Reason's code: groups the same repair. */
  code: z.string().max(60).nullish(),
};

export const listDeadLettersSchema = z.object({
  ...filter,
  cursor: z.string().max(500).nullish(),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
});
export const replaySchema = z.object({
  ...filter,
  /** These and no others; left out: all that fit the filter. */
  ids: z.array(z.coerce.number().int().positive()).min(1).max(1_000).nullish(),
});

/** A record that could not be taken as it is. */
export interface DeadLetter {
  id: number;
  connectionId: number;
  connection: string;
  kind: string;
  externalId: string;
  code: string | null;
  field: string | null;
  value: string | null;
  /** In English, for logs; `say` is for pages. */
  reason: string | null;
  say: Say | null;
  raw: unknown;
  /** As our record kinds take it. */
  fields: unknown;
  eventAt: Date | null;
  receivedAt: Date;
}

/** Records that could not be taken, newest first, with why and their raw form. */
export async function listDeadLetters(
  db: Queryable,
  actor: Actor,
  input: z.input<typeof listDeadLettersSchema> = {},
): Promise<{ rows: DeadLetter[]; nextCursor: string | null }> {
  authorise(actor, "order.resolve");
  const { cursor, pageSize, ...wanted } = parseInput(listDeadLettersSchema, input);
  const after = decodeCursor(cursor ?? null, 1)?.ids[0] ?? null;
  const rows = await db<DeadLetter[]>`
    select r.id, r.connection_id as "connectionId", c.name as connection, r.kind, r.external_id as "externalId", r.code, r.field, r.value,
      r.reason, r.say, r.raw, r.fields, r.source_event_at as "eventAt", r.received_at as "receivedAt"
    from inbox_record r join connection c on c.id = r.connection_id
    where r.state = 'rejected' and r.fields is not null and ${fitting(db, wanted)} and (${after}::bigint is null or r.id < ${after}::bigint)
    order by r.id desc limit ${pageSize + 1}`;
  return cutPage(rows, pageSize, (row) => ({ value: null, ids: [row.id] }));
}

/**
 * Has dead letters applied again, after the mapping or what they name was repaired: one, some or all that fit a filter.
 * Those that still cannot be taken come back with their reason. Returns how many were put on their way.
 */
export async function replay(
  db: Db,
  actor: Actor,
  input: z.input<typeof replaySchema>,
): Promise<{ records: number }> {
  return change(db, actor, input, "waiting");
}

/** Gives dead letters up, with an audit row; a newer state of the same thing still comes in. */
export async function dismiss(
  db: Db,
  actor: Actor,
  input: z.input<typeof replaySchema>,
): Promise<{ records: number }> {
  return change(db, actor, input, "dismissed");
}

async function change(
  db: Db,
  actor: Actor,
  input: unknown,
  state: "waiting" | "dismissed",
): Promise<{ records: number }> {
  authorise(actor, "order.resolve");
  const { ids, ...wanted } = parseInput(replaySchema, input);
  return db.begin(async (tx) => {
    const changed = await tx`
      update inbox_record r set state = ${state}
      where r.state = 'rejected' and r.fields is not null and ${fitting(tx, wanted)} and (${ids ?? null}::bigint[] is null or r.id = any(${ids ?? null}::bigint[]))
      returning 1`;
    if (changed.length === 0) return { records: 0 };
    if (state === "waiting") await askToApply(tx);
    await announce(tx, "sync");
    await writeAudit(tx, actor, {
      verb: state === "waiting" ? "inbox.replay" : "inbox.dismiss",
      entity: "inbox",
      entityId: wanted.connectionId ?? "all",
      after: { ...wanted, ids: ids ?? null, records: changed.length },
    });
    return { records: changed.length };
  });
}

const fitting = (
  db: Queryable,
  {
    connectionId = null,
    kind = null,
    code = null,
  }: { connectionId?: number | null; kind?: string | null; code?: string | null },
) => db`
  (${connectionId}::int is null or r.connection_id = ${connectionId}) and (${kind}::text is null or r.kind = ${kind})
  and (${code}::text is null or r.code = ${code})`;
