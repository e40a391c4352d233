import { useTranslations } from "next-intl";
import { DotRanges } from "@/components/charts";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import type { valueOfWeeks } from "@/db/queries/decision-value";
import { worthHref } from "../reports/decisions/query";

type Week = Awaited<ReturnType<typeof valueOfWeeks>>[number];

/** What was expected of the days that are measured and what came of them, by the week of the decision; the rest is named apart. */
export function ValuePanel({ weeks, currency, asOf }: { weeks: Week[]; currency: string; asOf: Date }) {
  const t = useTranslations("overview.value");
  const worth = useTranslations("worth.time");
  const format = useFormat();
  if (weeks.length === 0) {
    return (
      <Panel title={t("title")}>
        <EmptyState kind="nothingYet" title={t("empty.title")} text={t("empty.text")} />
      </Panel>
    );
  }
  const sum = (pick: (week: Week) => number) => weeks.reduce((total, week) => total + pick(week), 0);
  const money = (minor: number) =>
    format.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol" });
  return (
    <DotRanges
      title={t("title")}
      subtitle={t("subtitle")}
      summary={t("summary", {
        realised: money(sum((week) => week.realised)),
        expected: money(sum((week) => week.expected)),
        measured: sum((week) => week.measured),
      })}
      foot={worth("rest", {
        waiting: sum((week) => week.actions - week.measured - week.failed),
        expected: money(sum((week) => week.waitingExpected)),
        unmeasurable: sum((week) => week.unmeasurable),
        failed: sum((week) => week.failed),
      })}
      asOf={asOf.toISOString()}
      csvName="plimsoll-value-of-decisions"
      unit={{ currency }}
      rows={weeks.map((week) => ({
        label: worth("week", { day: format.calendarDay(week.from, "table") }),
        href: worthHref({ week: week.from }),
        expected:
          week.measured === 0 ? null : { low: week.expectedLow, mid: week.expected, high: week.expectedHigh },
        realised:
          week.measured === 0 ? null : { low: week.realisedLow, mid: week.realised, high: week.realisedHigh },
      }))}
    />
  );
}
