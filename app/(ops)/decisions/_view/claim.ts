import type { DecisionOption } from "@/components/decision-card";
import type { Option } from "@/lib/services/recommendation/types";
import { moneyIn, type Words } from "./words";

/** What an option claimed before what came of earlier ones was taken off, with how that comes about; nothing where none was. */
export function claimOf(
  words: Words,
  option: Option,
  { updatedAt }: { updatedAt: Date },
): Pick<DecisionOption, "claim"> {
  const { claim } = option;
  if (!claim) return {};
  const { t, format, currency } = words;
  const range = (lowMinor: number, highMinor: number) =>
    format.moneyRange(lowMinor, highMinor, currency, { currencyDisplay: "symbol" });
  const factor = format.percent(claim.factor, { decimals: 0 });
  const claimed = moneyIn(words, claim.valueMinor);
  return {
    claim: {
      text: t("claim.text", { claimed, factor }),
      explain: {
        title: t("claim.title"),
        formula: t("claim.formula"),
        inputs: [
          {
            label: t("claim.claimed"),
            value: `${claimed} (${range(claim.valueLowMinor, claim.valueHighMinor)})`,
          },
          {
            label: t("claim.factor", { version: claim.version }),
            value: factor,
            href: "/reports/decisions",
          },
          {
            label: t("claim.counted"),
            value: `${moneyIn(words, option.valueMinor)} (${range(option.valueLowMinor, option.valueHighMinor)})`,
          },
        ],
        computedAt: updatedAt.toISOString(),
        notes: t("claim.notes"),
      },
    },
  };
}
