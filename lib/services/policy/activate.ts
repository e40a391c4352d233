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

const input = z.object({
  rules: policyRules,
  note: z.string().trim().max(500).optional(),
  /** The version these rules were edited from. */
  basedOnVersion: z.number().int(),
});

/**
 * Puts new rules in force as the next version; the old one stays readable. All figures and decisions are worked out anew
 * by a job. Throws Forbidden, Invalid (with the wrong fields) or Conflict when another version came into force since.
 */
export async function activatePolicy(db: Db, actor: Actor, request: unknown): Promise<{ version: number }> {
  authorise(actor, "policy.edit");
  const { rules, note, basedOnVersion } = parsePolicy(request);
  return db.begin(async (tx) => {
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
      after: rules,
      ...(note ? { reason: note } : {}),
    });
    return { version };
  });
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
