import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import type { Candidate, RecommendationState } from "./types";

export interface Fresh {
  version: number;
  state: RecommendationState;
}

/** Puts newly worked out facts in place of the stored ones of an open or blocked recommendation, as its next version. */
export async function storeFresh(
  tx: Tx,
  id: number,
  candidate: Candidate,
  policyVersion: number,
): Promise<Fresh> {
  const [row] = await tx<Fresh[]>`
    update recommendation set problem = ${tx.json(candidate.problem as never)}, options = ${tx.json(candidate.options as never)},
      evidence = ${tx.json(candidate.evidence as never)}, data_as_of = ${candidate.dataAsOf}, policy_version = ${policyVersion},
      value_low_minor = ${candidate.valueLowMinor}, value_minor = ${candidate.valueMinor}, value_high_minor = ${candidate.valueHighMinor},
      loss_minor_per_day = ${candidate.lossMinorPerDay}, blocked_reasons = ${tx.json(candidate.blockedReasons as never)},
      material = ${tx.json(candidate.material as never)}, material_hash = ${candidate.materialHash}, state = ${candidate.blockedReasons.length > 0 ? "blocked" : "open"},
      version = version + 1, updated_at = now()
    where id = ${id} and state in ('open', 'blocked')
    returning version, state`;
  await announce(tx, "recommendations", [id]);
  return row ? { ...row } : { version: 0, state: "superseded" };
}

/** The problem is no longer there. */
export async function storeExpired(tx: Tx, id: number): Promise<void> {
  await tx`
    update recommendation set state = 'expired', version = version + 1, updated_at = now(), decided_at = now()
    where id = ${id} and state in ('open', 'blocked')`;
  await announce(tx, "recommendations", [id]);
}
