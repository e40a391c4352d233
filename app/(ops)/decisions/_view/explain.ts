import type { ExplainView } from "@/components/explain/types";
import type { RecommendationDetail } from "@/lib/services/recommendation/get";
import { evidenceLabel, evidenceValue } from "./sentences";
import type { Words } from "./words";

/** How the values of the options came about: the formula of their kinds in words, and every input with its time. */
export function explainView(
  words: Words,
  detail: RecommendationDetail,
  sourceName: (key: string) => string,
): ExplainView {
  const { t } = words;
  const kinds = [...new Set(detail.options.map((option) => option.kind))];
  const formulas = kinds
    .filter((kind) => words.has(`explain.${kind}`))
    .map((kind) => {
      const formula = t(`explain.${kind}`);
      return words.has(`explainName.${kind}`)
        ? t("explainNamed", { name: t(`explainName.${kind}`), formula })
        : formula;
    });
  const gap = detail.problem.params.optimalityGap;
  return {
    title: t("explain.title"),
    formula: [...formulas, t("explain.loss")].join("\n"),
    inputs: detail.evidence.map((fact) => ({
      label: evidenceLabel(words, fact),
      value: evidenceValue(words, fact),
      source: sourceName(fact.source),
      asOf: fact.asOf,
      ...(fact.href && { href: fact.href }),
    })),
    computedAt: detail.updatedAt.toISOString(),
    policyVersion: String(detail.policyVersion),
    ...(typeof gap === "number" &&
      kinds.includes("transfer") && {
        notes: gap < 0.0005 ? t("explain.best") : t("explain.gap", { gap: words.format.percent(gap) }),
      }),
  };
}
