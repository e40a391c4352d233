import { type MaterialChange, type MaterialFacts, materialChanges } from "@/lib/decisions/material-change";
import { amountsOf } from "./steps";
import type { Candidate, Evidence, Material, Option, Problem } from "./types";

interface Version {
  problem: Problem;
  options: Option[];
  evidence: Evidence[];
  /** Its facts as the version was made; figures may have been renewed within it since. */
  material: Material | null;
}

/**
 * What changed between the version a person saw and the one worked out now, as far as it matters for the option they
 * chose: the best option, the chosen one's value and quantity, the state of the problem; then the inputs that explain it.
 * Empty: nothing that would change their mind.
 */
export function changesFor(seen: Version, fresh: Candidate, optionKey: string): MaterialChange[] {
  const [best] = seen.options;
  const [freshBest] = fresh.options;
  const changes = seen.material
    ? materialChanges(
        { ...seen.material, evidence: seen.evidence },
        { ...fresh.material, evidence: fresh.evidence },
      )
    : materialChanges(factsOf(seen, best), factsOf(fresh, freshBest));
  if (changes.length > 0 || optionKey === best?.key) return changes;
  return materialChanges(
    factsOf(seen, optionOf(seen, optionKey)),
    factsOf(fresh, optionOf(fresh, optionKey)),
  );
}

const optionOf = (version: Version, key: string) => version.options.find((option) => option.key === key);

function factsOf(version: Version, option: Option | undefined): MaterialFacts {
  const packs = option?.steps.map((step) => (step.kind === "transfer" ? step.packSizeUnits : 1)) ?? [];
  return {
    optionKey: option?.key ?? "none",
    valueMinor: option?.valueMinor ?? 0,
    quantityUnits: option?.quantityUnits ?? null,
    packSizeUnits: Math.max(1, ...packs),
    ...(option && { steps: amountsOf(option) }),
    state: version.problem.key,
    evidence: version.evidence,
  };
}
