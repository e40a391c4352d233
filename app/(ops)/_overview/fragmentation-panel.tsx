import { useTranslations } from "next-intl";
import { SmallMultiples } from "@/components/charts";
import { useFormat } from "@/components/format";
import type { KpiWeek } from "@/db/queries/overview";

const lines = ["lostSales", "excessCarrying", "wastedSpend", "errors"] as const;

/** What fragmentation costs, in its four lines, week by week. */
export function FragmentationPanel({ weeks, currency }: { weeks: KpiWeek[]; currency: string }) {
  const t = useTranslations("overview.fragmentation");
  const format = useFormat();
  const own = weeks.filter((week) => week.metric === "fragmentation_minor");
  const newest = own.at(-1);
  const total = newest ? lines.reduce((sum, line) => sum + (newest.sums[line] ?? 0), 0) : 0;
  return (
    <SmallMultiples
      title={
        newest
          ? t("finding", {
              money: format.money(total, currency, { precision: "estimate", currencyDisplay: "symbol" }),
            })
          : t("title")
      }
      subtitle={t("subtitle")}
      summary={
        newest
          ? t("summary", {
              money: format.money(total, currency, { precision: "estimate", currencyDisplay: "symbol" }),
            })
          : t("none")
      }
      asOf={newest?.computedAt?.toISOString() ?? null}
      csvName="plimsoll-cost-of-fragmentation"
      unit={{ currency }}
      panelHeightPx={72}
      panels={lines.map((line) => ({
        key: line,
        title: t(`lines.${line}`),
        points: own.map((week) => ({ x: week.from, y: week.sums[line] ?? null })),
      }))}
    />
  );
}
