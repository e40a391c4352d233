import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict, Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { askToApply } from "@/lib/ingest/sync/apply-waiting";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

export const repairSchema = z.object({
  id: z.coerce.number().int().positive(),
  /** The record's fields as JSON, in the form that our record kinds take. */
  fields: z.string().max(1_000_000),
});

/**
 * Changes the fields that a stuck record was read as, and has it applied again. Its raw form stays as it came. Throws
 * Invalid when the fields are no JSON object, Conflict when the record is stuck no longer.
 */
export async function repair(
  db: Db,
  actor: Actor,
  input: z.input<typeof repairSchema>,
): Promise<{ changed: readonly string[] }> {
  authorise(actor, "order.resolve");
  const { id, fields: text } = parseInput(repairSchema, input);
  const fields = readFields(text);
  return db.begin(async (tx) => {
    const [before] = await tx<{ fields: Record<string, unknown>; connectionId: number }[]>`
      select fields, connection_id as "connectionId" from inbox_record
      where id = ${id} and state in ('rejected', 'unmapped') and fields is not null for update`;
    if (!before)
      throw new Conflict("This record is stuck no longer. Reload the list; nothing was changed.", {
        say: say("inbox.errors.gone"),
      });
    const names = new Set([...Object.keys(before.fields), ...Object.keys(fields)]);
    const changed = [...names].filter(
      (name) => JSON.stringify(before.fields[name]) !== JSON.stringify(fields[name]),
    );
    await tx`
      update inbox_record set fields = ${tx.json(fields as never)}, state = 'waiting', wants = '{}' where id = ${id}`;
    await askToApply(tx);
    await announce(tx, "sync", [before.connectionId]);
    await writeAudit(tx, actor, {
      verb: "inbox.repair",
      entity: "inbox",
      entityId: id,
      before: Object.fromEntries(changed.map((name) => [name, before.fields[name] ?? null])),
      after: Object.fromEntries(changed.map((name) => [name, fields[name] ?? null])),
    });
    return { changed };
  });
}

function readFields(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Said below: text that cannot be read and a list are the same mistake to the person.
  }
  throw new Invalid("The fields are no JSON object. Correct them; nothing was changed.", {
    say: say("inbox.errors.fields"),
    fieldErrors: { fields: "is no JSON object" },
    fieldSays: { fields: say("inbox.errors.fieldsField") },
  });
}
