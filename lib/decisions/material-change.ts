import { sha256Hex } from "@/lib/core/ids";
import type { Evidence, Params } from "./types";

/** What a person's mind hangs on. */
export interface MaterialFacts {
  /** Key of the best option. */
  optionKey: string;
  /** Its value over doing nothing, minor units. */
  valueMinor: number;
  /** Its quantity; null: it has none. */
  quantityUnits: number | null;
  packSizeUnits: number;
  /** What the best option sets going: units or money by the name of each step; absent in what was stored before. */
  steps?: Readonly<Record<string, number>>;
  /** State of what the problem is about: out, at_risk, empty … */
  state: string;
  evidence: readonly Evidence[];
}

/** One input, old and new. `isCause`: it alone makes the change material. */
export interface MaterialChange {
  key: string;
  params: Params;
  unit: string;
  before: string | number | null;
  after: string | number | null;
  isCause: boolean;
}

/** Below these a change is noise. */
export const materialLimits = {
  valueShare: 0.2,
  quantityPacks: 1,
  stepShare: 0.2,
  inputShare: 0.05,
} as const;

/**
 * What changed between two versions of a recommendation, old → new, if anything of it matters: another best option, or the same
 * by other ways (goods from another place, another ad, a step that moved by more than 20 % and a pack), another state, a value that moved by more than 20 %, a quantity that moved by more than a pack. Then the inputs that moved by more
 * than 5 % (or became known or unknown) follow as the explanation. Empty: nothing that would change a person's mind.
 */
export function materialChanges(before: MaterialFacts, after: MaterialFacts): MaterialChange[] {
  const causes: MaterialChange[] = [];
  const cause = (key: string, unit: string, old: string | number | null, now: string | number | null) =>
    causes.push({ key, params: {}, unit, before: old, after: now, isCause: true });
  const pack = Math.max(before.packSizeUnits, after.packSizeUnits);
  if (before.optionKey !== after.optionKey || goesOtherWays(before.steps, after.steps, pack))
    cause("option", "text", before.optionKey, after.optionKey);
  if (before.state !== after.state) cause("state", "text", before.state, after.state);
  if (movedBy(before.valueMinor, after.valueMinor) > materialLimits.valueShare) {
    cause("value", "minor", before.valueMinor, after.valueMinor);
  }
  const quantities = Math.abs((before.quantityUnits ?? 0) - (after.quantityUnits ?? 0));
  if (quantities > materialLimits.quantityPacks * pack) {
    cause("quantity", "units", before.quantityUnits, after.quantityUnits);
  }
  return causes.length === 0 ? [] : [...causes, ...changedInputs(before.evidence, after.evidence)];
}

function goesOtherWays(before: MaterialFacts["steps"], after: MaterialFacts["steps"], pack: number): boolean {
  if (!before || !after) return false;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].some((key) => {
    const [was, is] = [before[key], after[key]];
    if (was === undefined || is === undefined) return true;
    return Math.abs(is - was) > Math.max(pack, materialLimits.stepShare * Math.max(was, is));
  });
}

/**
 * A hash that stays the same while nothing material changes: option, state, and value and quantity in steps of 20 % and two
 * packs. Two versions on either side of a step differ although little moved; `materialChanges` is the exact comparison.
 */
export function materialHash(facts: MaterialFacts): string {
  const size = Math.max(1, Math.abs(facts.valueMinor));
  const valueStep =
    Math.sign(facts.valueMinor) * Math.round(Math.log(size) / Math.log(1 + materialLimits.valueShare));
  const packs =
    facts.quantityUnits === null ? null : Math.round(facts.quantityUnits / facts.packSizeUnits / 2);
  return sha256Hex(JSON.stringify([facts.optionKey, facts.state, valueStep, packs]));
}

function changedInputs(before: readonly Evidence[], after: readonly Evidence[]): MaterialChange[] {
  const old = new Map(before.map((input) => [identity(input), input]));
  const changes: MaterialChange[] = [];
  for (const input of after) {
    const earlier = old.get(identity(input));
    old.delete(identity(input));
    if (!earlier || differs(earlier.value, input.value))
      changes.push(changeOf(input, earlier?.value ?? null, input.value));
  }
  for (const gone of old.values()) changes.push(changeOf(gone, gone.value, null));
  return changes;
}

function changeOf(input: Evidence, before: Evidence["value"], after: Evidence["value"]): MaterialChange {
  return { key: input.key, params: input.params ?? {}, unit: input.unit, before, after, isCause: false };
}

function identity({ key, params = {} }: Evidence): string {
  return JSON.stringify([key, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function differs(before: Evidence["value"], after: Evidence["value"]): boolean {
  if (typeof before !== "number" || typeof after !== "number") return before !== after;
  return movedBy(before, after) > materialLimits.inputShare;
}

/** Change as a share of the old figure; from zero any change is whole. */
function movedBy(before: number, after: number): number {
  if (before === after) return 0;
  return before === 0 ? 1 : Math.abs(after - before) / Math.abs(before);
}
