import type { Actor } from "../_shared/actor";
import { may } from "../_shared/authorise";
import { type Expected, shareValue } from "../action/share-value";
import { teamOfKind } from "../policy/kinds";
import type { ActiveStep, Option, Step, Team } from "./types";

/** What a step is called within its option; the same from version to version. */
export function stepKey(step: Step): string {
  switch (step.kind) {
    case "transfer":
      return `transfer:${step.laneId}`;
    case "ad_pause":
    case "ad_resume":
      return `${step.kind}:${step.campaignId}:${step.productAdId ?? "all"}`;
    case "ad_budget":
      return `ad_budget:${step.campaignId}:${step.purpose}`;
    case "publish_quantity":
      return `publish:${step.listingId}`;
    case "reorder":
      return `reorder:${step.locationId}`;
    case "price":
      return `price:${step.skuId}`;
  }
}

/** Whose approval a step needs. */
export function teamOfStep(step: Step): Team {
  if (step.kind === "reorder") return "supply";
  return step.kind === "price" ? "operator" : teamOfKind[step.kind];
}

/** Whether a step can be carried out from here; the others are advice. */
export const isActive = (step: Step): step is ActiveStep => step.kind !== "reorder" && step.kind !== "price";

/** What an option sets going, by step: units, or a budget in its minor units; 0 of what is only switched. */
export const amountsOf = ({ steps }: Pick<Option, "steps">): Record<string, number> =>
  Object.fromEntries(steps.filter(isActive).map((step) => [stepKey(step), amountOf(step)]));

function amountOf(step: ActiveStep): number {
  switch (step.kind) {
    case "transfer":
      return step.quantityUnits;
    case "ad_budget":
      return step.budgetMinorPerDay;
    case "publish_quantity":
      return step.units;
    case "ad_pause":
    case "ad_resume":
      return 0;
  }
}

/** The steps that an actor may approve. */
export const ownSteps = <Any extends Step>(actor: Actor, steps: readonly Any[]): Any[] =>
  steps.filter((step) => may(actor.role, `decide.${teamOfStep(step)}`));

/**
 * What each step that can be carried out is expected to be worth. The parts of an option add up to its value, less what a step
 * that is only advice would bring: no action of ours brings that.
 */
export function expectedBySteps(option: Option): { step: ActiveStep; expected: Expected }[] {
  const steps = option.steps.filter(isActive);
  const whole = {
    lowMinor: option.valueLowMinor,
    midMinor: option.valueMinor,
    highMinor: option.valueHighMinor,
  };
  const shares = shareValue(
    whole,
    steps.map((step) => (step.kind === "transfer" ? step.quantityUnits : 1)),
  );
  const told = steps.flatMap((step) => step.worth ?? []);
  const isWhole = steps.length === option.steps.length;
  const parts =
    told.length < steps.length
      ? shares
      : isWhole
        ? scaledTo(whole, told)
        : told.map((part) => counted(part, option));
  return steps.map((step, index) => ({ step, expected: parts[index] ?? nothing }));
}

/** The part of a claim that counts. */
function counted(part: Expected, { claim }: Option): Expected {
  const of = (minor: number) => (minor > 0 ? Math.round(minor * (claim?.factor ?? 1)) : minor);
  return { lowMinor: of(part.lowMinor), midMinor: of(part.midMinor), highMinor: of(part.highMinor) };
}

const nothing: Expected = { lowMinor: 0, midMinor: 0, highMinor: 0 };

/** Parts in their proportions, so that they add up to the whole: what counts of an option may be less than was worked out. */
function scaledTo(whole: Expected, parts: readonly Expected[]): Expected[] {
  const scale = (of: keyof Expected): number[] => {
    const sum = parts.reduce((total, part) => total + part[of], 0);
    const scaled = parts.map((part) => (sum === 0 ? part[of] : Math.round((part[of] / sum) * whole[of])));
    const rest = whole[of] - scaled.reduce((total, minor) => total + minor, 0);
    return scaled.map((minor, index) => (index === 0 ? minor + rest : minor));
  };
  const [low, mid, high] = [scale("lowMinor"), scale("midMinor"), scale("highMinor")];
  return parts.map((_, index) => ({
    lowMinor: low[index] ?? 0,
    midMinor: mid[index] ?? 0,
    highMinor: high[index] ?? 0,
  }));
}
