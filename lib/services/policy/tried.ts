import type { Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import { hashRules } from "@/lib/services/backtest/hash-rules";
import type { PolicyRules } from "./rules";

/** A back-test says nothing of today when it is older than this, nor of rules when it followed them for less. */
export const triedLimits = { ageDays: 14, leastDays: 7 } as const;

/** The newest finished back-test of rules. */
interface Tried {
  id: number;
  finishedAt: Date;
  /** Days of the past that it decided on. */
  days: number;
}

/**
 * The back-test that rules may come into force with: finished, of exactly these rules, within the last days and over enough of
 * the past. Else the refusal that says which of it is missing.
 */
export async function triedOrWhyNot(
  tx: Tx,
  rules: PolicyRules,
  now: Date,
): Promise<{ tried: Tried; why: null } | { tried: null; why: Conflict }> {
  const oldest = new Date(now.getTime() - triedLimits.ageDays * 86_400_000);
  const [tried] = await tx<Tried[]>`
    select id, finished_at as "finishedAt", days from backtest where rules_hash = ${hashRules(rules)} and state = 'done'
    order by finished_at >= ${oldest} and days >= ${triedLimits.leastDays} desc, finished_at desc, id desc limit 1`;
  if (!tried) return { tried: null, why: untried() };
  if (tried.days < triedLimits.leastDays) return { tried: null, why: tooShort(tried) };
  return tried.finishedAt < oldest ? { tried: null, why: tooOld(tried) } : { tried, why: null };
}

const untried = () =>
  new Conflict(
    "These rules have not been tried on the past yet. Nothing was saved: run a back-test, or say why they come into force without one.",
    { say: say("refusals.policy.untried"), details: { kind: "backtest", why: "untried" } },
  );

const tooShort = ({ days }: Tried) =>
  new Conflict(
    `The back-test of these rules went over ${days} days only; it has to be ${triedLimits.leastDays} or more. Nothing was saved: run a longer one, or say why they come into force without it.`,
    {
      say: say("refusals.policy.triedTooShort", { days, least: triedLimits.leastDays }),
      details: { kind: "backtest", why: "too_short" },
    },
  );

const tooOld = ({ finishedAt }: Tried) =>
  new Conflict(
    `The last back-test of these rules ended at ${finishedAt.toISOString()}, more than ${triedLimits.ageDays} days ago. Nothing was saved: run it again, or say why they come into force without it.`,
    {
      say: say("refusals.policy.triedLongAgo", {
        at: { at: finishedAt.toISOString() },
        days: triedLimits.ageDays,
      }),
      details: { kind: "backtest", why: "too_old" },
    },
  );
