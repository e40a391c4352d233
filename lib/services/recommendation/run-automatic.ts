import type { Db } from "@/db/client";
import { PlimsollError } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import { getPolicy } from "../policy/get";
import { approveRecommendation } from "./approve";
import type { Option } from "./types";

/**
 * Carries out what needs nobody's click: resuming ads that Plimsoll itself paused, with the policy as the approver. It takes
 * the same way as a person's approval, so it too stops at stale data, at changes made outside, and at what somebody else
 * decided first; then the recommendation stays for a person. Returns how many were approved.
 */
export async function runAutomatic(db: Db): Promise<number> {
  const due = await db<{ id: number; version: number; options: Option[] }[]>`
    select id, version, options from recommendation where kind = 'ad_resume' and state = 'open' order by id limit 200`;
  if (due.length === 0) return 0;
  const policy = await getPolicy(db);
  const actor: Actor = {
    kind: "policy",
    id: `policy:${policy.version}`,
    name: `Policy ${policy.version}`,
    role: "admin",
  };
  let approved = 0;
  for (const { id, version, options } of due) {
    const option = options.find((one) => one.kind === "ad_resume" && one.executable);
    if (!option) continue;
    try {
      await approveRecommendation(db, actor, { id, version, optionKey: option.key });
      approved += 1;
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
    }
  }
  return approved;
}
