import type { Queryable } from "@/db/client";
import { type PolicyRules, policyRules } from "./rules";

export interface Policy {
  version: number;
  rules: PolicyRules;
  note: string | null;
  createdBy: string;
  createdAt: Date;
}

/** The policy in force; null: the workspace has none yet. */
export async function findPolicy(db: Queryable): Promise<Policy | null> {
  const [row] = await db<Policy[]>`
    select version, rules, note, created_by as "createdBy", created_at as "createdAt" from policy where active`;
  return row ? { ...row, rules: policyRules.parse(row.rules) } : null;
}

/** The policy in force. Throws when the workspace has none, which `ensurePolicy` prevents. */
export async function getPolicy(db: Queryable): Promise<Policy> {
  const policy = await findPolicy(db);
  if (!policy) throw new Error("No policy is in force: ensurePolicy has not run on this database.");
  return policy;
}

/** The rules of one version; null when there is none. */
export async function getPolicyVersion(db: Queryable, version: number): Promise<PolicyRules | null> {
  const [row] = await db<{ rules: unknown }[]>`select rules from policy where version = ${version}`;
  return row ? policyRules.parse(row.rules) : null;
}

/** Every version, newest first. */
export function listPolicies(
  db: Queryable,
): Promise<(Omit<Policy, "rules"> & { active: boolean; draft: boolean })[]> {
  return db`
    select version, note, active, draft, created_by as "createdBy", created_at as "createdAt" from policy order by version desc`;
}
