import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { addDays, dayInZone } from "@/lib/core/clock";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { policyRules } from "@/lib/services/policy/rules";
import { hashRules } from "./hash-rules";
import { mostSkusAllowed, usualSkus } from "./limits";

export const startBacktestInput = z.object({
  /** The rules to try, or a version that has them. */
  rules: policyRules.optional(),
  version: z.coerce.number().int().positive().optional(),
  days: z.coerce.number().int().min(7).max(90).default(30),
  /** Where there are more products, every n-th is looked at. */
  mostSkus: z.coerce.number().int().min(1).max(mostSkusAllowed).default(usualSkus),
});

/**
 * Leaves a back-test of rules over the past: its days end a horizon before today, so that what came of every decision can be
 * seen. Throws Forbidden, Invalid, NotFound, or Conflict while another one is under way.
 */
export async function startBacktest(
  db: Db,
  actor: Actor,
  request: unknown,
  now = new Date(),
): Promise<{ id: number }> {
  authorise(actor, "policy.edit");
  const input = parseInput(startBacktestInput, request);
  return db.begin(async (tx) => {
    const [stored] = input.rules
      ? [{ rules: input.rules, version: null }]
      : await tx<{ rules: unknown; version: number }[]>`
          select rules, version from policy where version = ${input.version ?? 0} or (${input.version ?? null}::int is null and active)`;
    if (!stored)
      throw new NotFound("This version of the policy does not exist.", {
        say: say("backtest.refused.noVersion"),
      });
    const [running] = await tx`select 1 from backtest where state in ('queued', 'running') limit 1`;
    if (running)
      throw new Conflict("Another back-test is under way. Wait for it, or stop it first.", {
        say: say("backtest.refused.running"),
      });
    const rules = policyRules.parse(stored.rules);
    const fromDay = addDays(dayInZone(now, "UTC"), -(input.days + rules.transfers.horizonDays));
    const [row] = await tx<{ id: number }[]>`
      insert into backtest (policy_version, rules, rules_hash, days, from_day, until_at, most_skus, created_by)
      values (${stored.version}, ${tx.json(rules)}, ${hashRules(rules)}, ${input.days}, ${fromDay}, date_trunc('day', ${now}::timestamptz), ${input.mostSkus}, ${actor.name})
      returning id`;
    const id = row?.id ?? 0;
    await enqueue(tx, "backtest.run", { backtestId: id }, { key: `backtest.run:${id}`, maxAttempts: 2 });
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "backtest.start",
      entity: "backtest",
      entityId: id,
      after: { version: stored.version, days: input.days, fromDay, mostSkus: input.mostSkus },
    });
    return { id };
  });
}
