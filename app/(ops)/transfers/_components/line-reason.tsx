import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import type { LanePlanLine } from "@/db/queries/plan-by-lane";

/** Why goods move from one place to another, in a few words. */
export function LineReason({
  reason: { key, coverDays, gapDays },
  lane,
}: {
  reason: LanePlanLine["reason"];
  lane: { originCode: string; destinationCode: string };
}) {
  const t = useTranslations("transfers.plan.reasons");
  const format = useFormat();
  if (key === "excess") return t("excess", { place: lane.originCode });
  if (key === "shortage.out")
    return gapDays === null || gapDays < 0.05
      ? t("out", { place: lane.destinationCode })
      : t("outFor", { place: lane.destinationCode, days: format.days(gapDays) });
  return coverDays === null
    ? t("atRisk", { place: lane.destinationCode })
    : t("atRiskIn", { place: lane.destinationCode, days: format.days(Math.max(0, coverDays)) });
}
