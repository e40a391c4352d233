import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Invalid, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { ALIAS_KINDS, type AliasKind } from "@/lib/ingest/sync/aliases";
import { askToApply } from "@/lib/ingest/sync/apply-waiting";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

const text = z.string().min(1).max(200);

export const mapToSchema = z.object({
  connectionId: z.coerce.number().int().positive(),
  kind: z.enum(ALIAS_KINDS),
  /** The name that the source uses. */
  externalCode: text,
  /** Our code of what it means. */
  code: text,
});

/**
 * Says what a source means by a name of its own. From now on its records are read so, and those that waited for nothing
 * else are applied at once. Naming it anew replaces the former meaning for what comes from now on. Throws Forbidden,
 * NotFound, or Invalid when there is nothing of that code. Returns how many records go on.
 */
export async function mapTo(
  db: Db,
  actor: Actor,
  input: z.input<typeof mapToSchema>,
): Promise<{ records: number }> {
  authorise(actor, "order.resolve");
  const { connectionId, kind, externalCode, code } = parseInput(mapToSchema, input);
  return db.begin(async (tx) => {
    const [connection] = await tx`select 1 from connection where id = ${connectionId}`;
    if (!connection)
      throw new NotFound("There is no such connection; nothing was changed.", {
        say: say("live.errors.noConnection"),
      });
    if (!(await isThere(tx, kind, code)))
      throw new Invalid(
        `There is no ${kind} ${code}. Choose one that exists, or create it first; nothing was changed.`,
        {
          say: say("live.errors.noSuchCode", { code }),
          fieldErrors: { code: "does not exist" },
          fieldSays: { code: say("live.errors.noSuchCodeField") },
        },
      );
    const records = await giveName(tx, actor, { connectionId, kind, externalCode, code });
    // The same place may be known by its own name already; where it is kept is said on the connection's page.
    if (kind === "location")
      await tx`
        update connection_place p set location_id = l.id, keeps = p.keeps and p.location_id = l.id
        from location l where l.code = ${code} and p.connection_id = ${connectionId} and p.external_code = ${externalCode}`;
    return { records };
  });
}

/** Writes a source's name of something of ours, and lets go on what waited for it alone. Returns how many records. */
export async function giveName(
  tx: Tx,
  actor: Actor,
  { connectionId, kind, externalCode, code }: z.output<typeof mapToSchema>,
): Promise<number> {
  const [before] = await tx<{ code: string }[]>`
    select code from connection_alias where connection_id = ${connectionId} and kind = ${kind} and external_code = ${externalCode}`;
  await tx`
    insert into connection_alias (connection_id, kind, external_code, code, created_by)
    values (${connectionId}, ${kind}, ${externalCode}, ${code}, ${actor.name})
    on conflict (connection_id, kind, external_code) do update set code = excluded.code, created_by = excluded.created_by, created_at = now()`;
  // Those that wait for something else too are woken when that is known.
  const woken = await tx`
    update inbox_record set state = 'waiting', woken_at = now()
    where connection_id = ${connectionId} and state = 'unmapped' and wants = ${[`${kind}:${externalCode}`]} returning 1`;
  if (woken.length > 0) await askToApply(tx);
  await announce(tx, "sync", [connectionId]);
  await writeAudit(tx, actor, {
    verb: "mapping.set",
    entity: "connection",
    entityId: connectionId,
    before: before && { kind, externalCode, code: before.code },
    after: { kind, externalCode, code, records: woken.length },
  });
  return woken.length;
}

async function isThere(tx: Tx, kind: AliasKind, code: string): Promise<boolean> {
  const [row] = await tx`select 1 from ${tx(kind)} where code = ${code}`;
  return row !== undefined;
}
