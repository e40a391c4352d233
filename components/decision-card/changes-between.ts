import { bestOption } from "./scale";
import type { DecisionConflict, DecisionView } from "./types";

/** The words that the changes need beside those of the card itself. */
interface Words {
  best: string;
  unknown: string;
  /** Stands where an input counted before and does not any more, such as the stock of a place that no longer gives. */
  gone: string;
}

/**
 * What a newer version of a card says otherwise, old beside new: what is best to do, then each input, last those that are
 * gone. An input that is only now looked at is no change.
 */
export function changesBetween(
  before: DecisionView,
  after: DecisionView,
  words: Words,
): DecisionConflict["changes"] {
  const oldBest = bestOption(before.options)?.title;
  const newBest = bestOption(after.options)?.title;
  const old = new Map(before.evidence.map((fact) => [fact.label, fact.value]));
  const inputs = after.evidence
    .filter(({ label, value }) => old.has(label) && old.get(label) !== value)
    .map(({ label, value }) => ({
      label,
      before: old.get(label) ?? words.unknown,
      after: value ?? words.unknown,
    }));
  const now = new Set(after.evidence.map((fact) => fact.label));
  const gone = before.evidence
    .filter(({ label }) => !now.has(label))
    .map(({ label, value }) => ({ label, before: value ?? words.unknown, after: words.gone }));
  const best = oldBest && newBest && oldBest !== newBest;
  return [...(best ? [{ label: words.best, before: oldBest, after: newBest }] : []), ...inputs, ...gone];
}
