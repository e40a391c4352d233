import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import type { LanePlanLine } from "@/db/queries/plan-by-lane";

/** Says why goods move from one place to another, in a few words; asked for once for all lines of a lane. */
export function useLineReason({
  originCode,
  destinationCode,
}: {
  originCode: string;
  destinationCode: string;
}): (reason: LanePlanLine["reason"]) => string {
  const t = useTranslations("transfers.plan.reasons");
  const format = useFormat();
  return ({ key, coverDays, gapDays }) => {
    if (key === "excess") return t("excess", { place: originCode });
    if (key === "shortage.out")
      return gapDays === null || gapDays < 0.05
        ? t("out", { place: destinationCode })
        : t("outFor", { place: destinationCode, days: format.days(gapDays) });
    return coverDays === null
      ? t("atRisk", { place: destinationCode })
      : t("atRiskIn", { place: destinationCode, days: format.days(Math.max(0, coverDays)) });
  };
}
