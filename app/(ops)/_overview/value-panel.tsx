import { useTranslations } from "next-intl";
import { DotRanges } from "@/components/charts";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import type { valueByWeek } from "@/db/queries/overview";

type Week = Awaited<ReturnType<typeof valueByWeek>>[number];

/** What decisions were expected to be worth and what they turned out to be, by the week they were carried out. */
export function ValuePanel({ weeks, currency, asOf }: { weeks: Week[]; currency: string; asOf: Date }) {
  const t = useTranslations("overview.value");
  const format = useFormat();
  if (weeks.length === 0) {
    return (
      <Panel title={t("title")}>
        <EmptyState kind="nothingYet" title={t("empty.title")} text={t("empty.text")} />
      </Panel>
    );
  }
  const sum = (pick: (week: Week) => number | null) =>
    weeks.reduce((total, week) => total + (pick(week) ?? 0), 0);
  const money = (minor: number) =>
    format.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol" });
  return (
    <DotRanges
      title={t("title")}
      subtitle={t("subtitle")}
      summary={t("summary", {
        realised: money(sum((week) => week.realised)),
        measured: sum((week) => week.measured),
        actions: sum((week) => week.actions),
      })}
      asOf={asOf.toISOString()}
      csvName="plimsoll-value-of-decisions"
      unit={{ currency }}
      rows={weeks.map((week) => ({
        label: week.week,
        href: "/reports/decisions",
        expected: { low: week.expectedLow, mid: week.expected, high: week.expectedHigh },
        realised:
          week.realised === null
            ? null
            : {
                low: week.realisedLow ?? week.realised,
                mid: week.realised,
                high: week.realisedHigh ?? week.realised,
              },
      }))}
    />
  );
}
