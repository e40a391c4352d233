import type { Db } from "@/db/client";
import { defaultRules } from "../../policy/default-rules";

export interface Stored {
  skuId: number;
  locationId?: number | null;
  kind?: "shortage" | "ad_pause" | "ad_resume" | "excess";
  team?: "supply" | "marketing" | "operator";
  subjectKey?: string;
  state?: string;
  lossMinorPerDay?: number;
  problemKey?: string;
  locationIds?: number[];
  options?: unknown[];
}

/** Puts the default rules in force if there are none. Returns the version. */
export async function makePolicy(db: Db): Promise<number> {
  await db`
    insert into policy (rules, active, created_by) select ${db.json(defaultRules("USD"))}, true, 'test'
    where not exists (select from policy where active)`;
  const [row] = await db<{ version: number }[]>`select version from policy where active`;
  return row?.version ?? 0;
}

let subjects = 0;

/** A recommendation as the table holds it, for tests of what is built on it. */
export async function storeRecommendation(db: Db, wanted: Stored): Promise<{ id: number; version: number }> {
  const version = await makePolicy(db);
  subjects += 1;
  const problem = {
    key: wanted.problemKey ?? "shortage.out",
    params: {},
    locationIds: wanted.locationIds ?? [],
  };
  const [row] = await db<{ id: number; version: number }[]>`
    insert into recommendation (kind, team, subject_key, sku_id, location_id, problem, options, evidence, data_as_of, policy_version,
      value_low_minor, value_minor, value_high_minor, loss_minor_per_day, state, material_hash, snoozed_until)
    values (${wanted.kind ?? "shortage"}, ${wanted.team ?? "supply"}, ${wanted.subjectKey ?? `test:${subjects}`}, ${wanted.skuId},
      ${wanted.locationId ?? null}, ${db.json(problem)}, ${db.json((wanted.options ?? []) as never)}, '[]', now(), ${version},
      100, 200, 300, ${wanted.lossMinorPerDay ?? 1_000}, ${wanted.state ?? "open"}, ${`hash-${subjects}`},
      ${wanted.state === "snoozed" ? new Date(Date.now() + 3_600_000) : null})
    returning id, version`;
  return row ? { ...row } : { id: 0, version: 0 };
}
