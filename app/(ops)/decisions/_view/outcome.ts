import type { DecisionView } from "@/components/decision-card";
import type { RecommendationDetail } from "@/lib/services/recommendation/get";
import { optionRange } from "./option-range";
import { moneyIn, unitsIn, type Words } from "./words";

type Action = RecommendationDetail["actions"][number];
type Outcome = NonNullable<DecisionView["outcome"]>;

const failed = new Set(["failed", "refused", "cancelled"]);

/**
 * What was expected of the actions of a decision and what came of them; one that failed brought nothing. Once all are measured,
 * what was expected is that of the days measured, so that both speak of the same.
 */
export function outcomeOf(words: Words, detail: RecommendationDetail): DecisionView["outcome"] {
  const { t, currency } = words;
  const own = detail.actions.filter((action) => action.undoOf === null && action.expectedMinor !== null);
  if (own.length === 0) return outcomeOfAdvice(words, detail);
  const sum = (of: (action: Action) => number | null) =>
    own.reduce((total, action) => total + (of(action) ?? 0), 0);
  const range = (of: "expected" | "claimed" | "realised"): Outcome["expected"] => ({
    lowMinor: sum((action) => action[`${of}LowMinor`]),
    midMinor: sum((action) => action[`${of}Minor`]),
    highMinor: sum((action) => action[`${of}HighMinor`]),
    currency,
  });
  const isKnown = own.every((action) => action.realisedMinor !== null || failed.has(action.state));
  const isComparable =
    isKnown && own.every((action) => action.claimedMinor !== null || failed.has(action.state));
  const why = own.find((action) => action.unmeasurable !== null)?.unmeasurable ?? null;
  const explain = isKnown ? explainOutcome(words, detail, own) : null;
  return {
    expected: range(isComparable ? "claimed" : "expected"),
    realised: isKnown ? range("realised") : null,
    note: !isKnown && why ? t(`worth.unmeasurable.${why}`) : isComparable ? t("worth.sameDays") : null,
    ...(explain && { explain }),
  };
}

/** Advice that somebody followed elsewhere: what was expected, and why nobody can tell what it brought. */
function outcomeOfAdvice({ t, currency }: Words, detail: RecommendationDetail): DecisionView["outcome"] {
  const chosen = detail.options.find(({ key }) => key === detail.chosenOption);
  if (detail.state !== "rejected" || !chosen || chosen.executable) return null;
  return {
    expected: optionRange(chosen, currency),
    realised: null,
    never: true,
    note: t("worth.unmeasurable.advice"),
  };
}

/** How the realised value came about; null where nothing of it was kept. */
function explainOutcome(words: Words, detail: RecommendationDetail, own: readonly Action[]) {
  const facts = own.flatMap((action) => action.realisedFacts ?? []);
  if (facts.length === 0) return null;
  const { t } = words;
  const sum = (key: keyof (typeof facts)[number]) => facts.reduce((total, one) => total + (one[key] ?? 0), 0);
  const units = (key: "claimedUnits" | "donorLostUnits" | "missedUnits" | "avoidedOrders") =>
    unitsIn(words, Math.round(sum(key)));
  const moves = own.some((action) => action.kind === "transfer");
  const ads = own.some((action) => action.kind.startsWith("ad_"));
  const quantities = own.some((action) => action.kind === "publish_quantity");
  return {
    title: t("worth.title"),
    formula: [
      moves ? t("worth.transfer") : "",
      ads ? t("worth.ad") : "",
      quantities ? t("worth.quantity") : "",
    ]
      .filter(Boolean)
      .join(" "),
    inputs: [
      { label: t("worth.claimed"), value: units("claimedUnits") },
      ...(moves
        ? [
            { label: t("worth.donorLost"), value: units("donorLostUnits") },
            { label: t("worth.cost"), value: moneyIn(words, Math.round(sum("costMinor"))) },
            { label: t("worth.held"), value: moneyIn(words, Math.round(sum("heldMinor"))) },
          ]
        : []),
      ...(ads
        ? [
            { label: t("worth.saved"), value: moneyIn(words, Math.round(sum("savedMinor"))) },
            { label: t("worth.missed"), value: units("missedUnits") },
          ]
        : []),
      ...(quantities ? [{ label: t("worth.avoided"), value: units("avoidedOrders") }] : []),
    ],
    computedAt: detail.updatedAt.toISOString(),
    notes: t(own.every((action) => action.realisedAt !== null) ? "worth.final" : "worth.running"),
  };
}
