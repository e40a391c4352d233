import type { Queryable } from "@/db/client";
import { defaultRules } from "./default-rules";
import { getPolicy, type Policy } from "./get";

/** The policy in force; a workspace without one gets the default rules as its first version. */
export async function ensurePolicy(db: Queryable): Promise<Policy> {
  const [company] = await db<{ currency: string }[]>`select base_currency as currency from company`;
  await db`
    insert into policy (rules, note, active, created_by)
    select ${db.json(defaultRules(company?.currency ?? "USD"))}, 'Default rules', true, 'system'
    where not exists (select from policy where active)
    on conflict (active) where active do nothing`;
  return getPolicy(db);
}
