import type { Queryable } from "@/db/client";
import type { Role } from "@/lib/services/_shared/actor";
import type { Authority, LimitRow } from "./authority";
import { factsOfDecisions, type GovernedStep } from "./facts";
import { type DecisionFacts, type Exceeded, judge, type Refusal } from "./judge";
import type { Scope } from "./scope";
import { aboveDaily, type UseToday, usedToday } from "./used-today";

/** What the guard would say if the decision were pressed now. */
export interface Foreseen {
  /** Null: nothing stands against it but what it exceeds. */
  refusal: Refusal | null;
  /** Above these a second person is asked. */
  exceeded: Exceeded[];
  /** The limit that holds, of several the one that it passes first, and how much of its day is used; null: none does. */
  limit: (LimitRow & { used: UseToday }) | null;
}

/** What a decision is judged by. */
export interface Known {
  facts: DecisionFacts;
  timeZone: string;
}

/** What each of some lists of steps is judged by, in their order; read at once. */
export async function lookAt(
  db: Queryable,
  team: NonNullable<Scope["team"]>,
  lists: readonly (readonly GovernedStep[])[],
  now = new Date(),
): Promise<Known[]> {
  const [facts, [company]] = await Promise.all([
    factsOfDecisions(
      db,
      lists.map((steps) => ({ team, steps })),
      now,
    ),
    db<{ timeZone: string }[]>`select time_zone as "timeZone" from company`,
  ]);
  return facts.map((one) => ({ facts: one, timeZone: company?.timeZone ?? "UTC" }));
}

/**
 * What the policy would say of a decision by a role or by the autopilot, for showing it before anybody presses; nothing is
 * counted up. The guard looks again when it is pressed. `known`: what was looked at already.
 */
export async function foresee(
  db: Queryable,
  authority: Authority,
  who: Role | "autopilot",
  wanted: { team: NonNullable<Scope["team"]>; steps: readonly GovernedStep[] },
  now = new Date(),
  known?: Known,
): Promise<Foreseen> {
  const [read] = known ? [known] : await lookAt(db, wanted.team, [wanted.steps], now);
  if (!read) throw new Error("A decision that was looked at has no facts.");
  const { facts, timeZone } = read;
  const { refusal, exceeded, limits } = judge(authority, who, facts, { now, timeZone });
  const looked: { limit: NonNullable<Foreseen["limit"]>; above: Exceeded[] }[] = [];
  for (const limit of limits) {
    const used = await usedToday(db, limit);
    looked.push({ limit: { ...limit, used }, above: aboveDaily(limit, used, facts.valueMinor) });
  }
  return {
    refusal,
    exceeded: exceeded.length > 0 ? exceeded : looked.flatMap(({ above }) => above),
    limit: (looked.find(({ above }) => above.length > 0) ?? looked[0])?.limit ?? null,
  };
}
