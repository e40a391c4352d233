import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authoriseTeam } from "./authorise-team";
import { conflictOf, loadStanding } from "./conflict";
import type { RecommendationState, Team } from "./types";

export interface Decision {
  verb: "reject" | "snooze" | "unsnooze" | "assign";
  from: readonly RecommendationState[];
  /** Columns to set; the version counts up by itself. */
  set: Record<string, string | Date | null>;
  reason?: string;
}

export interface Decided {
  id: number;
  state: RecommendationState;
  version: number;
}

/**
 * One decision that stays inside: a conditional update on state and on the version the person saw, its audit row, and word
 * to open pages. Throws NotFound, Forbidden, or Conflict with who decided before.
 */
export async function decide(
  db: Db,
  actor: Actor,
  seen: { id: number; version: number },
  decision: Decision,
): Promise<Decided> {
  return db.begin(async (tx) => {
    const before = await lockForDecision(tx, actor, seen.id);
    const [after] = await tx<Decided[]>`
      update recommendation set ${tx(decision.set)}, version = version + 1, updated_at = now()
      where id = ${seen.id} and version = ${seen.version} and state = any(${[...decision.from]})
      returning id, state, version`;
    if (!after) throw conflictOf(await loadStanding(tx, seen.id));
    await announce(tx, "recommendations", [seen.id]);
    await writeAudit(tx, actor, {
      verb: `recommendation.${decision.verb}`,
      entity: "recommendation",
      entityId: seen.id,
      before,
      after: { state: after.state, version: after.version, ...decision.set },
      ...(decision.reason ? { reason: decision.reason } : {}),
    });
    return { ...after };
  });
}

async function lockForDecision(tx: Tx, actor: Actor, id: number) {
  const [row] = await tx<
    {
      team: Team;
      state: RecommendationState;
      version: number;
      assignedTo: string | null;
      snoozedUntil: Date | null;
    }[]
  >`
    select team, state, version, assigned_to as "assignedTo", snoozed_until as "snoozedUntil"
    from recommendation where id = ${id} for update`;
  if (!row) return loadStanding(tx, id);
  authoriseTeam(actor, row.team);
  return {
    state: row.state,
    version: row.version,
    assignedTo: row.assignedTo,
    snoozedUntil: row.snoozedUntil,
  };
}
