import type { Queryable } from "@/db/client";
import type { Role } from "@/lib/services/_shared/actor";
import type { Authority, LimitRow } from "./authority";
import { factsOfSteps, type GovernedStep } from "./facts";
import { type Exceeded, judge, type Refusal } from "./judge";
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

/**
 * What the policy would say of a decision by a role or by the autopilot, for showing it before anybody presses; nothing is
 * counted up. The guard looks again when it is pressed.
 */
export async function foresee(
  db: Queryable,
  authority: Authority,
  who: Role | "autopilot",
  wanted: { team: NonNullable<Scope["team"]>; steps: readonly GovernedStep[] },
  now = new Date(),
): Promise<Foreseen> {
  const facts = await factsOfSteps(db, wanted.team, wanted.steps, now);
  const [company] = await db<{ timeZone: string }[]>`select time_zone as "timeZone" from company`;
  const { refusal, exceeded, limits } = judge(authority, who, facts, {
    now,
    timeZone: company?.timeZone ?? "UTC",
  });
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
