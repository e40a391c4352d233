import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict, Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { type PolicyRules, policyRules } from "./rules";
import { triedOrWhyNot } from "./tried";

const input = z.object({
  rules: policyRules,
  note: z.string().trim().max(500).optional(),
  /** The version these rules were edited from. */
  basedOnVersion: z.number().int(),
  /** Why they come into force without having been tried on the past. */
  withoutBacktest: z.string().trim().min(1).max(500).optional(),
});

/**
 * Puts new rules in force as the next version; the old one stays readable. All figures and decisions are worked out anew
 * by a job. Rules that were not tried lately on enough of the past need a reason, which the audit keeps. Throws Forbidden, Invalid
 * (with the wrong fields) or Conflict: another version came into force since, or no such back-test is there.
 */
export async function activatePolicy(
  db: Db,
  actor: Actor,
  request: unknown,
  now = new Date(),
): Promise<{ version: number }> {
  authorise(actor, "policy.edit");
  const { rules, note, basedOnVersion, withoutBacktest } = parsePolicy(request);
  return db.begin(async (tx) => {
    const { tried, why } = await triedOrWhyNot(tx, rules, now);
    if (why && !withoutBacktest) throw why;
    const [before] = await tx<{ rules: unknown }[]>`
      update policy set active = false where active and version = ${basedOnVersion} returning rules`;
    if (!before)
      throw new Conflict(
        "The policy was changed by someone else since you opened it. Nothing was saved: load it anew.",
        { say: say("refusals.policy.changed") },
      );
    const [after] = await tx<{ version: number }[]>`
      insert into policy (rules, note, active, created_by)
      values (${tx.json(rules)}, ${note ?? null}, true, ${actor.name}) returning version`;
    if (tried)
      await tx`update backtest set policy_version = ${after?.version ?? null} where id = ${tried.id} and policy_version is null`;
    const version = after?.version ?? basedOnVersion;
    await tx`
      insert into sku_to_refresh (sku_id) select id from sku where is_product order by id
      on conflict (sku_id) do update set marked_at = clock_timestamp()`;
    await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "policy.activate",
      entity: "policy",
      entityId: version,
      before: before.rules,
      after: tried ? { ...rules, backtest: tried.id } : rules,
      ...reasonOf(note, withoutBacktest),
    });
    return { version };
  });
}

/** The note, and why it was not tried before. */
function reasonOf(note: string | undefined, withoutBacktest: string | undefined): { reason?: string } {
  const parts = [note, withoutBacktest && `Without a back-test: ${withoutBacktest}`].filter(Boolean);
  return parts.length > 0 ? { reason: parts.join(" · ") } : {};
}

function parsePolicy(request: unknown): z.infer<typeof input> & { rules: PolicyRules } {
  const parsed = input.safeParse(request);
  if (parsed.success) return parsed.data;
  const fieldErrors = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]),
  );
  throw new Invalid(
    `These rules cannot be used: ${Object.keys(fieldErrors).join(", ")}. Nothing was saved; correct the fields and save again.`,
    { say: say("refusals.policy.rules"), fieldErrors, cause: parsed.error },
  );
}
