import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { Invalid, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { fieldWithoutPlace } from "@/lib/ingest/sync/aliases";
import { askToApply } from "@/lib/ingest/sync/apply-waiting";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { fieldOfKind, refusalOfValue } from "./letter-form";

/** Reasons that a word of ours in the place of the source's sets right. */
const mappable = new Set(["not_a_choice", "not_a_code", "not_yes_or_no", "unknown_time_zone"]);

export const mapValueSchema = z.object({
  connectionId: z.coerce.number().int().positive(),
  /** Of the record. */
  kind: z.string().min(1).max(40),
  /** As the refusal names it. */
  field: z.string().min(1).max(100),
  /** The word that the source uses. */
  externalValue: z.string().min(1).max(199),
  /** Ours of the same meaning. */
  value: z.string().trim().min(1).max(200),
});

/** A word of a source that its field does not take. */
export interface UnknownWord {
  /** Without the place of its line. */
  field: string;
  value: string;
  /** What the field takes; null: any code of its form. */
  choices: readonly string[] | null;
  /** Records that are refused for the same. */
  records: number;
}

/** The word that a stuck record is refused for, if naming its meaning would set it right; null: that would not. */
export async function unknownWord(
  db: Queryable,
  letter: {
    connectionId: number;
    kind: string;
    code: string | null;
    field: string | null;
    value: string | null;
  },
): Promise<UnknownWord | null> {
  const { connectionId, kind, code, field, value } = letter;
  if (code === null || !mappable.has(code) || field === null || !value || value.length > 199) return null;
  const meta = fieldOfKind(kind, field);
  if (!meta) return null;
  const name = fieldWithoutPlace(field);
  const [row] = await db<{ records: number }[]>`
    select count(*)::int as records from inbox_record r where ${refusedFor(db, connectionId, kind, name, value)}`;
  return {
    field: name,
    value,
    choices: meta.type === "boolean" ? ["yes", "no"] : (meta.choices ?? null),
    records: row?.records ?? 0,
  };
}

/**
 * Says what a source means by a word of its own in one field. From now on its records are read so, and those that were
 * refused for it are applied again. Saying it anew replaces the former meaning. Throws Forbidden, NotFound, or Invalid when
 * the field does not take the value. Returns how many records go on.
 */
export async function mapValue(
  db: Db,
  actor: Actor,
  input: z.input<typeof mapValueSchema>,
): Promise<{ records: number }> {
  authorise(actor, "order.resolve");
  const { connectionId, kind, externalValue, value, ...given } = parseInput(mapValueSchema, input);
  const field = fieldWithoutPlace(given.field);
  const refusal = refusalOfValue(kind, field, value);
  if (refusal)
    throw new Invalid(`${field} does not take ${value}: ${refusal}. Nothing was changed.`, {
      say: say("inbox.errors.value", { value }),
      fieldErrors: { value: refusal },
      fieldSays: { value: say("inbox.errors.valueField") },
    });
  return db.begin(async (tx) => {
    const [connection] = await tx`select 1 from connection where id = ${connectionId}`;
    if (!connection)
      throw new NotFound("There is no such connection; nothing was changed.", {
        say: say("live.errors.noConnection"),
      });
    const [before] = await tx<{ value: string }[]>`
      select value from connection_value
      where connection_id = ${connectionId} and kind = ${kind} and field = ${field} and external_value = ${externalValue}`;
    await tx`
      insert into connection_value (connection_id, kind, field, external_value, value, created_by)
      values (${connectionId}, ${kind}, ${field}, ${externalValue}, ${value}, ${actor.name})
      on conflict (connection_id, kind, field, external_value) do update set value = excluded.value, created_by = excluded.created_by,
        created_at = now()`;
    const woken = await tx`
      update inbox_record r set state = 'waiting', woken_at = now() where ${refusedFor(tx, connectionId, kind, field, externalValue)} returning 1`;
    if (woken.length > 0) await askToApply(tx);
    await announce(tx, "sync", [connectionId]);
    await writeAudit(tx, actor, {
      verb: "mapping.set",
      entity: "connection",
      entityId: connectionId,
      before: before && { kind, field, externalValue, value: before.value },
      after: { kind, field, externalValue, value, records: woken.length },
    });
    return { records: woken.length };
  });
}

const refusedFor = (db: Queryable, connectionId: number, kind: string, field: string, value: string) => db`
  r.connection_id = ${connectionId} and r.state = 'rejected' and r.fields is not null and r.kind = ${kind} and r.value = ${value}
  and regexp_replace(r.field, '^lines\\.[0-9]+\\.', 'lines.') = ${field}`;
