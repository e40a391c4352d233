import type { Db } from "@/db/client";
import { eachInTurn } from "@/lib/core/each-in-turn";
import { PlimsollError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Actor } from "../_shared/actor";
import { sendShipment } from "../action/send-shipment";
import { getPolicy, type Policy } from "../policy/get";
import { judge } from "../policy/judge";
import { actionKinds } from "../policy/kinds";
import { getStandstill } from "../policy/standstill";
import { approveRecommendation } from "./approve";
import { isActive } from "./steps";
import type { Option, Team } from "./types";

interface Due {
  id: number;
  version: number;
  team: Team;
  option: Option;
}

/** How many are looked at in one go. */
const most = 200;

/** What was refused is looked at again after ten minutes, not at each refresh: its version, and when that was. */
const refused = new Map<string, number>();
const restMs = 600_000;

/**
 * Carries out what the policy may do by itself: kinds whose mode is to act, within the autopilot's limits, with the policy as
 * the approver. It takes the same way as a person's approval, so it too stops at stale data, at changes made outside, at
 * limits, cooldowns and blackout times, and at what somebody else decided first; then the recommendation stays for a person.
 * Returns how many were approved. One that breaks rests like one that was refused, and its error is thrown at the end.
 */
export async function runAutomatic(db: Db): Promise<number> {
  const policy = await getPolicy(db);
  const kinds = [
    ...new Set(policy.rules.authority.modes.filter((row) => row.mode === "act").map((row) => row.kind)),
  ];
  if (kinds.length === 0 || (await getStandstill(db))) return 0;
  let approved = 0;
  const shipment = newId();
  const now = Date.now();
  for (const [key, at] of refused) if (now - at > restMs) refused.delete(key);
  try {
    await eachInTurn(await loadDue(db, kinds, policy), async ({ id, version, option, team }) => {
      const rest = () => refused.set(`${policy.version}:${id}:${version}`, now);
      if (!isAllowed(policy, team, option)) return void rest();
      try {
        const chosen = { id, version, optionKey: option.key };
        await approveRecommendation(db, policyActor(policy), chosen, shipment);
        approved += 1;
      } catch (error) {
        rest();
        if (!(error instanceof PlimsollError)) throw error;
      }
    });
  } finally {
    if (approved > 0) await sendShipment(db, shipment);
  }
  return approved;
}

/** Under this name the audit keeps what a policy did by itself. */
export function policyActor({ version }: Pick<Policy, "version">): Actor {
  return { kind: "policy", id: `policy:${version}`, name: `Policy ${version}`, role: "admin" };
}

/**
 * Open ones whose best way out can be carried out, loses nothing and holds steps of these kinds only. What waits for a second
 * person is a person's, and what was refused a while ago is left out, so that it stands in nobody's way.
 */
function loadDue(db: Db, kinds: readonly string[], { version }: Policy): Promise<Due[]> {
  const others = actionKinds.filter((kind) => !kinds.includes(kind));
  const resting = [...refused.keys()].flatMap((key) => {
    const [policyVersion, id = "", seen = ""] = key.split(":");
    return Number(policyVersion) === version ? [{ id, seen }] : [];
  });
  return db<Due[]>`
    select r.id, r.version, r.team, r.options -> 0 as option from recommendation r
    where r.state = 'open' and (r.options -> 0 ->> 'executable')::boolean and (r.options -> 0 ->> 'valueMinor')::bigint >= 0
      and exists (select from jsonb_array_elements(r.options -> 0 -> 'steps') s where s ->> 'kind' = any(${[...kinds]}))
      and not exists (select from jsonb_array_elements(r.options -> 0 -> 'steps') s where s ->> 'kind' = any(${others}))
      and not exists (select from jsonb_to_recordset(${db.json(resting)}) x (id bigint, seen int) where x.id = r.id and x.seen = r.version)
      and not exists (select from approval_request q where q.recommendation_id = r.id and q.state = 'waiting'
        and (q.request ->> 'version')::int = r.version)
    order by r.loss_minor_per_day desc, r.id limit ${most}`;
}

/** A first look without places and money; the approval itself looks at all. */
function isAllowed({ rules }: Policy, team: Team, option: Option): boolean {
  const { modes, limits } = rules.authority;
  const isNarrow = [...modes, ...limits.filter(({ who }) => who === "autopilot")].some(
    ({ scope }) => Object.keys(scope).length > 0,
  );
  if (isNarrow) return true;
  const kinds = [...new Set(option.steps.filter(isActive).map((step) => step.kind))];
  const judged = judge(
    rules.authority,
    "autopilot",
    { kinds, place: { team }, valueMinor: 0, units: 0 },
    { now: new Date(), timeZone: "UTC" },
  );
  return judged.refusal?.why !== "not_autopilot";
}
