"use client";

import { useTranslations } from "next-intl";
import { Explainable } from "@/components/explain";
import { useFormat } from "@/components/format";
import { RangePair } from "@/components/range-bar";
import { sharedScale } from "./scale";
import type { DecisionView, MoneyRange } from "./types";

const asRange = (value: MoneyRange) => ({ low: value.lowMinor, mid: value.midMinor, high: value.highMinor });

/** Expected and realised value on one scale. */
export function Outcome({ outcome }: { outcome: NonNullable<DecisionView["outcome"]> }) {
  const t = useTranslations("decisionCard");
  const format = useFormat();
  const scale = sharedScale([outcome.expected, outcome.realised]);
  const words = (value: MoneyRange): string =>
    format.moneyRange(value.lowMinor, value.highMinor, value.currency, { currencyDisplay: "symbol" });
  const expected = t("expected", { range: words(outcome.expected) });
  const realised = outcome.realised
    ? t("realised", { range: words(outcome.realised) })
    : t(outcome.never ? "neverRealised" : "notRealised");
  return (
    <section className="flex flex-wrap items-center gap-4">
      <RangePair
        expected={asRange(outcome.expected)}
        realised={outcome.realised ? asRange(outcome.realised) : null}
        scaleMin={scale.min}
        scaleMax={scale.max}
        label={`${expected}. ${realised}.`}
      />
      <div>
        <p aria-hidden="true" className="text-muted">
          {expected}
        </p>
        {outcome.explain ? (
          <Explainable view={outcome.explain} className="font-medium">
            {realised}
          </Explainable>
        ) : (
          <p aria-hidden="true" className="font-medium">
            {realised}
          </p>
        )}
        {outcome.note ? <p className="text-caption text-muted">{outcome.note}</p> : null}
      </div>
    </section>
  );
}
