import { bestOption } from "./scale";
import type { DecisionConflict, DecisionView } from "./types";

/** The words that the changes need beside those of the card itself. */
interface Words {
  best: string;
  unknown: string;
}

/** What a newer version of a card says otherwise, old beside new: what is best to do, then each input. */
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
  return oldBest && newBest && oldBest !== newBest
    ? [{ label: words.best, before: oldBest, after: newBest }, ...inputs]
    : inputs;
}
