import type { MaterialChange } from "@/lib/decisions/material-change";
import type { Evidence, Option } from "@/lib/services/recommendation/types";
import { evidenceLabel, evidenceValue, optionTitle } from "./sentences";
import type { Words } from "./words";

interface Versions {
  /** Options of the version that the person saw. */
  seen: readonly Option[];
  fresh: readonly Option[];
  /** Inputs of the version worked out now. */
  freshEvidence: readonly Evidence[];
}

/** What changed between opening and pressing, old beside new, each with its unit. */
export function changeRows(
  words: Words,
  changes: readonly MaterialChange[],
  versions: Versions,
): { label: string; before: string; after: string }[] {
  return changes.map((change) => ({
    label: change.isCause ? words.t(`change.${change.key}`) : evidenceLabel(words, change),
    before: shown(words, change, change.before, versions.seen),
    after: isGone(change, versions.freshEvidence)
      ? words.t("change.gone")
      : shown(words, change, change.after, versions.fresh),
  }));
}

/** Whether an input counted before and is not even looked at now, such as the stock of a place that no longer gives. */
function isGone({ isCause, key, params, after }: MaterialChange, evidence: readonly Evidence[]): boolean {
  if (isCause || after !== null) return false;
  return !evidence.some(
    (fact) => fact.key === key && JSON.stringify(fact.params ?? {}) === JSON.stringify(params),
  );
}

function shown(
  words: Words,
  change: MaterialChange,
  value: MaterialChange["before"],
  options: readonly Option[],
): string {
  const none = words.t("change.none");
  if (change.isCause && change.key === "option") {
    const option = options.find(({ key }) => key === value);
    return option ? optionTitle(words, option) : none;
  }
  if (change.isCause && change.key === "state") {
    const state = `states.${String(value).split(".").at(-1)}`;
    return words.has(state) ? words.t(state) : none;
  }
  return evidenceValue(words, { ...change, value }) ?? none;
}
