import { useTranslations } from "next-intl";
import { DotRanges } from "@/components/charts";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import type { valueOfWeeks } from "@/db/queries/decision-value";
import { type WorthQuery, worthHref } from "../query";

type Week = Awaited<ReturnType<typeof valueOfWeeks>>[number];

/** Expected and realised value, week by week: only of what is measured, so that both speak of the same decisions and days. */
export function ValueOverTime({
  weeks,
  currency,
  query,
  readAt,
}: {
  weeks: Week[];
  currency: string;
  query: WorthQuery;
  readAt: Date;
}) {
  const t = useTranslations("worth.time");
  const format = useFormat();
  const known = weeks.filter((week) => week.measured > 0);
  if (known.length === 0)
    return (
      <Panel title={t("title")}>
        <EmptyState kind="nothingYet" title={t("empty.title")} text={t("empty.text")} />
      </Panel>
    );
  const sum = (of: (week: Week) => number) => weeks.reduce((total, week) => total + of(week), 0);
  const money = (minor: number) =>
    format.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol" });
  return (
    <DotRanges
      title={t("title")}
      subtitle={t("subtitle")}
      summary={t("summary", {
        measured: sum((week) => week.measured),
        running: sum((week) => week.running),
        realised: money(sum((week) => week.realised)),
        expected: money(sum((week) => week.expected)),
      })}
      foot={t("rest", {
        waiting: sum((week) => week.actions - week.measured - week.failed),
        expected: money(sum((week) => week.waitingExpected)),
        unmeasurable: sum((week) => week.unmeasurable),
        failed: sum((week) => week.failed),
      })}
      asOf={readAt.toISOString()}
      csvName="plimsoll-value-by-week"
      unit={{ currency }}
      rows={known.map((week) => ({
        label: t("week", { day: format.calendarDay(week.from, "table") }),
        href: worthHref({ ...query, week: week.from }),
        expected: { low: week.expectedLow, mid: week.expected, high: week.expectedHigh },
        realised: { low: week.realisedLow, mid: week.realised, high: week.realisedHigh },
      }))}
    />
  );
}
