import type { Tx } from "@/db/client";
import { materialChanges, materialHash } from "@/lib/decisions/material-change";
import type { Candidate, Evidence, Material, Option, Problem } from "./types";

interface Stored {
  id: number;
  subjectKey: string;
  problem: Problem;
  options: Option[];
  evidence: Evidence[];
  /** As the version was made; null: made before this was kept. */
  material: Material | null;
  materialHash: string;
}

/** A recommendation that is open, blocked or snoozed. */
export type Live = Stored & { state: "open" | "blocked" | "snoozed" };

/** What was last decided about a subject. */
export type Decided = Stored & {
  state: "rejected" | "approved";
  valueMinor: number;
  /** An action of it is on its way, its transfer not received, or a step still to begin. */
  isBusy: boolean;
  /** It was carried out, and not undone. */
  isDone: boolean;
};

const live = (tx: Tx) => tx`
  select id, subject_key as "subjectKey", state, problem, options, evidence, material, material_hash as "materialHash"
  from recommendation`;

/** The live recommendations that move budgets between campaigns. */
export const loadLiveShifts = (tx: Tx): Promise<Live[]> =>
  tx<Live[]>`${live(tx)} where state in ('open', 'blocked', 'snoozed') and kind = 'ad_budget'`;

/** The live recommendations of these SKUs and of the whole campaigns that advertise them. */
export function loadLive(tx: Tx, skuIds: number[]): Promise<Live[]> {
  // Two ways in, each by its index: asked with an or, every live recommendation would be read.
  return tx<Live[]>`
    ${live(tx)} where state in ('open', 'blocked', 'snoozed') and sku_id = any(${skuIds})
    union all
    ${live(tx)} join (select distinct 'campaign:' || campaign_id as subject_key from product_ad where sku_id = any(${skuIds})) whole
      using (subject_key)
    where state in ('open', 'blocked', 'snoozed') and (sku_id = any(${skuIds})) is not true`;
}

/** What was last decided about each of these subjects. */
export async function loadDecided(tx: Tx, subjectKeys: string[]): Promise<Map<string, Decided>> {
  const rows = await tx<Decided[]>`
    with latest as (
      select distinct on (subject_key) * from recommendation
      where subject_key = any(${subjectKeys}) and state in ('rejected', 'approved') order by subject_key, id desc
    )
    select r.id, r.subject_key as "subjectKey", r.state, r.problem, r.options, r.evidence, r.material, r.material_hash as "materialHash",
      r.value_minor as "valueMinor",
      coalesce(bool_or(a.state in ('queued', 'sending', 'accepted', 'unconfirmed', 'undoing') or t.state in ('planned', 'sent', 'shipped')), false)
        or exists (select from recommendation_step s where s.recommendation_id = r.id and s.state in ('waiting', 'scheduled')) as "isBusy",
      coalesce(bool_or(a.state = 'verified' and a.undo_of is null), false) as "isDone"
    from latest r
    left join action a on a.recommendation_id = r.id
    left join transfer_order t on a.kind = 'transfer' and t.id = (a.payload ->> 'transferId')::bigint
    group by r.id, r.subject_key, r.state, r.problem, r.options, r.evidence, r.material, r.material_hash, r.value_minor`;
  return new Map(rows.map((row) => [row.subjectKey, row]));
}

/** Whether a candidate differs from what is stored in a way that would change a person's mind. */
export function isMaterial(stored: Stored, candidate: Candidate): boolean {
  const before = { ...baseline(stored), evidence: stored.evidence };
  return materialChanges(before, { ...candidate.material, evidence: candidate.evidence }).length > 0;
}

/** The facts of the version; from its options where another writer has put a newer version in their place. */
function baseline(stored: Stored): Material {
  const { material, options, problem } = stored;
  if (material && materialHash({ ...material, evidence: [] }) === stored.materialHash) return material;
  const best = options[0];
  const packs = best?.steps.map((step) => (step.kind === "transfer" ? step.packSizeUnits : 1)) ?? [];
  return {
    optionKey: best?.key ?? "do_nothing",
    valueMinor: best?.valueMinor ?? 0,
    quantityUnits: best?.quantityUnits ?? null,
    packSizeUnits: Math.max(1, ...packs),
    state: problem.key.split(".")[1] ?? problem.key,
  };
}

/**
 * Whether a candidate is to be put before people again after its subject was decided. Turned down, answered with nothing to
 * carry out, undone or failed: only when something material changed. Under way: not again, except for goods when as much
 * again as half of what was approved is to be gained. Carried out: yes.
 */
export function isDueAgain(decided: Decided | undefined, candidate: Candidate): boolean {
  if (!decided) return true;
  if (decided.isBusy) {
    const goods = candidate.options[0]?.kind === "transfer";
    return goods && decided.valueMinor > 0 && candidate.valueMinor * 2 >= decided.valueMinor;
  }
  return decided.isDone || isMaterial(decided, candidate);
}
