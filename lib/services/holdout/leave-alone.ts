import type { Tx } from "@/db/client";
import { isHeldOut, periodAt } from "@/lib/metrics/holdout/compute";
import type { Candidate } from "../recommendation/types";
import { type Holdout, runningHoldout } from "./running";

/**
 * What of these proposals is to be put before people: while a holdout runs, those for items that are left alone are noted and
 * kept back. Every item for which something was worked out is noted, so that both groups are known. An ad that we paused is
 * resumed all the same, and a campaign that advertises several items is never left alone.
 */
export async function leaveAlone(tx: Tx, candidates: Candidate[], now: Date): Promise<Candidate[]> {
  const holdout = await runningHoldout(tx);
  if (!holdout) return candidates;
  const period = periodAt(holdout, now);
  const drawn = candidates.map((candidate) => ({
    candidate,
    heldOut: takesPart(candidate) && isHeldOut(holdout, String(candidate.problem.params.skuCode), period),
  }));
  await note(tx, holdout, period, drawn, now);
  return drawn.flatMap(({ candidate, heldOut }) => (heldOut ? [] : [candidate]));
}

const takesPart = ({ skuId, kind }: Candidate) => skuId !== null && kind !== "ad_resume";

async function note(
  tx: Tx,
  { id }: Holdout,
  period: number,
  drawn: readonly { candidate: Candidate; heldOut: boolean }[],
  now: Date,
): Promise<void> {
  const cases = new Map<number, { skuId: number; heldOut: boolean; kind: string; valueMinor: number }>();
  for (const { candidate, heldOut } of drawn) {
    const { skuId, kind, valueMinor } = candidate;
    if (skuId === null || !takesPart(candidate)) continue;
    const known = cases.get(skuId);
    if (!known || known.valueMinor < valueMinor) cases.set(skuId, { skuId, heldOut, kind, valueMinor });
  }
  if (cases.size === 0) return;
  await tx`
    insert into holdout_case (holdout_id, sku_id, period, held_out, kind, value_minor, first_at)
    select ${id}, "skuId", ${period}, "heldOut", kind, "valueMinor", ${now}
    from jsonb_to_recordset(${tx.json([...cases.values()])}) as c ("skuId" int, "heldOut" boolean, kind text, "valueMinor" bigint)
    on conflict do nothing`;
}
