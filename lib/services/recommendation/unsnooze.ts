import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { type Actor, systemActor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { parseInput } from "../_shared/parse-input";
import { authoriseAnyTeam, authoriseTeam } from "./authorise-team";
import { conflictOf, loadStanding } from "./conflict";
import type { Decided } from "./decide";
import type { Team } from "./types";

export const unsnoozeInput = z.object({
  id: z.number().int().positive(),
  version: z.number().int().positive(),
});

interface Woken extends Decided {
  skuId: number | null;
}

/**
 * Brings a snoozed recommendation back before its time and has it worked out anew. Throws Forbidden, Invalid, NotFound or
 * Conflict.
 */
export async function unsnoozeRecommendation(db: Db, actor: Actor, request: unknown): Promise<Decided> {
  authoriseAnyTeam(actor);
  const { id, version } = parseInput(unsnoozeInput, request);
  return db.begin(async (tx) => {
    const [row] = await tx<{ team: Team }[]>`select team from recommendation where id = ${id} for update`;
    if (row) authoriseTeam(actor, row.team);
    const [woken] = await wake(tx, actor, { id, version });
    if (!woken) throw conflictOf(await loadStanding(tx, id));
    return woken;
  });
}

/** Brings back every recommendation whose snooze has ended. Returns how many. */
export async function wakeSnoozed(db: Db): Promise<number> {
  return db.begin(async (tx) => (await wake(tx, systemActor, null)).length);
}

/** `seen` null: all whose time has come. */
async function wake(tx: Tx, actor: Actor, seen: { id: number; version: number } | null): Promise<Decided[]> {
  const which = seen ? tx`id = ${seen.id} and version = ${seen.version}` : tx`snoozed_until <= now()`;
  const woken = await tx<Woken[]>`
    update recommendation set state = case when blocked_reasons = '[]' then 'open' else 'blocked' end, snoozed_until = null,
      decided_by = null, decided_by_id = null, decided_at = null, version = version + 1, updated_at = now()
    where state = 'snoozed' and ${which}
    returning id, state, version, sku_id as "skuId"`;
  if (woken.length === 0) return [];
  const skuIds = [...new Set(woken.map((row) => row.skuId).filter((id) => id !== null))];
  if (skuIds.length > 0) await enqueue(tx, "decisions.refresh", { skuIds });
  await announce(
    tx,
    "recommendations",
    woken.map((row) => row.id),
  );
  for (const { id, state } of woken)
    await writeAudit(tx, actor, {
      verb: "recommendation.unsnooze",
      entity: "recommendation",
      entityId: id,
      before: { state: "snoozed" },
      after: { state },
    });
  return woken.map(({ id, state, version }) => ({ id, state, version }));
}
