import { useTranslations } from "next-intl";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { reportWeeks } from "@/db/queries/reports";
import { type Metric, metricNames, metrics, type Period } from "../metrics";
import { usePrintMetric } from "./use-print-metric";

type Weeks = Awaited<ReturnType<typeof reportWeeks>>;

/** Every figure week by week; a row opens its chart. */
export function MetricsTable(props: {
  query: { metric: Metric; scope: string; period: Period };
  weeks: Weeks;
  shownWeeks: number;
  currency: string;
}) {
  const { query, weeks, shownWeeks, currency } = props;
  const t = useTranslations("reports");
  const print = usePrintMetric(currency);
  const means = new Map(weeks.map((week) => [`${week.metric}:${week.weeksAgo}`, week.mean]));
  const present = metricNames.filter((metric) => weeks.some((week) => week.metric === metric));
  const ago = Array.from({ length: shownWeeks }, (_, index) => shownWeeks - 1 - index);
  return (
    <Panel title={t("table.title")} subtitle={t("table.subtitle")} padded={false}>
      <SimpleTable<Metric>
        caption={t("table.title")}
        rows={present}
        rowKey={(metric) => metric}
        columns={[
          {
            key: "metric",
            header: t("table.metric"),
            identity: true,
            cell: (metric) => (
              <AppLink
                className={metric === query.metric ? "font-medium" : "underline"}
                href={`/reports?metric=${metric}&scope=${query.scope}&period=${query.period}`}
              >
                {t(`metrics.${metric}`)}
              </AppLink>
            ),
          },
          ...ago.map((weeksAgo) => ({
            key: String(weeksAgo),
            header: weeksAgo === 0 ? t("table.lastWeek") : t("table.weeksAgo", { count: weeksAgo }),
            align: "end" as const,
            cell: (metric: Metric) => {
              const mean = means.get(`${metric}:${weeksAgo}`) ?? null;
              return mean === null ? (
                <Unknown />
              ) : (
                <span className="whitespace-nowrap">{print(metrics[metric], mean)}</span>
              );
            },
          })),
        ]}
      />
    </Panel>
  );
}
