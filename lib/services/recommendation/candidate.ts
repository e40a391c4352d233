import { type MaterialFacts, materialHash } from "@/lib/decisions/material-change";
import { blockedReasons, dataAsOf } from "@/lib/decisions/staleness";
import { amountsOf } from "./steps";
import type { Candidate, Evidence, Option } from "./types";

/** What the builders of candidates give; the rest follows from it. */
export type Draft = Omit<
  Candidate,
  | "dataAsOf"
  | "valueLowMinor"
  | "valueMinor"
  | "valueHighMinor"
  | "urgency"
  | "blockedReasons"
  | "material"
  | "materialHash"
> & {
  /** State of what the problem is about: out, at_risk, empty … */
  state: string;
  packSizeUnits: number;
};

/** Completes a draft: value of the best option, age of the inputs, what blocks it, and what its material facts are. */
export function toCandidate({ state, packSizeUnits, ...draft }: Draft, now: Date): Candidate {
  const best = draft.options[0];
  const asOf = dataAsOf(draft.evidence);
  const material: Omit<MaterialFacts, "evidence"> = {
    optionKey: best?.key ?? "do_nothing",
    valueMinor: best?.valueMinor ?? 0,
    quantityUnits: best?.quantityUnits ?? null,
    packSizeUnits,
    ...(best && { steps: amountsOf(best) }),
    state,
  };
  return {
    ...draft,
    dataAsOf: asOf === null ? null : new Date(asOf),
    valueLowMinor: best?.valueLowMinor ?? 0,
    valueMinor: best?.valueMinor ?? 0,
    valueHighMinor: best?.valueHighMinor ?? 0,
    urgency: "normal",
    blockedReasons: blockedReasons(draft.evidence, now),
    material,
    materialHash: materialHash({ ...material, evidence: draft.evidence }),
  };
}

/** Each input once, the first mention of it. */
export function uniqueEvidence(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter((input) => {
    const identity = JSON.stringify([input.key, input.source, input.params ?? null]);
    const isNew = !seen.has(identity);
    seen.add(identity);
    return isNew;
  });
}

/** Doing nothing, as the last option: its value is the loss it stands for, the best option's gain the other way round. */
export function doNothing(best: Pick<Option, "valueLowMinor" | "valueMinor" | "valueHighMinor">): Option {
  return {
    key: "do_nothing",
    kind: "do_nothing",
    params: {},
    valueLowMinor: -best.valueHighMinor + 0,
    valueMinor: -best.valueMinor + 0,
    valueHighMinor: -best.valueLowMinor + 0,
    costMinor: Math.max(0, best.valueMinor),
    effectDays: null,
    arrivesAt: null,
    unsolved: [],
    steps: [],
    executable: true,
  };
}
