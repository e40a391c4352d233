import { useTranslations } from "next-intl";
import { LineChart } from "@/components/charts";
import { EmptyState } from "@/components/empty-state";
import { Panel } from "@/components/panel";
import type { reportSeries } from "@/db/queries/reports";
import { type Metric, type MetricKind, metrics, type Period } from "../metrics";
import { usePrintMetric } from "./use-print-metric";

type Series = Awaited<ReturnType<typeof reportSeries>>;

/** One figure day by day. Today is incomplete and drawn hollow; a past moment shows whole days only. */
export function MetricChart({
  query,
  series,
  currency,
  lastIsWhole = false,
}: {
  query: { metric: Metric; period: Period };
  series: Series;
  currency: string;
  lastIsWhole?: boolean;
}) {
  const t = useTranslations("reports");
  const print = usePrintMetric(currency);
  const kind: MetricKind = metrics[query.metric];
  const known = series.flatMap((day) => (day.value === null ? [] : [day.value]));
  if (known.length === 0) {
    return (
      <Panel title={t(`metrics.${query.metric}`)}>
        <EmptyState kind="nothingYet" title={t("empty.title")} text={t("empty.text")} />
      </Panel>
    );
  }
  const unpriced = series.reduce((sum, day) => sum + day.unpricedUnits, 0);
  const subtitle = t("subtitle", { period: t(`periods.${query.period}`) });
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return (
    <LineChart
      title={t(`metrics.${query.metric}`)}
      subtitle={unpriced > 0 ? `${subtitle} ${t("unpriced", { count: unpriced })}` : subtitle}
      summary={t("summary", { mean: print(kind, mean) })}
      asOf={series.at(-1)?.computedAt.toISOString() ?? null}
      csvName={`plimsoll-${query.metric}`}
      unit={
        kind === "money"
          ? { currency }
          : kind === "share"
            ? { percent: true }
            : kind === "seconds"
              ? { label: t("seconds") }
              : {}
      }
      incompleteFrom={lastIsWhole ? undefined : series.at(-1)?.day}
      yFrom={kind === "share" ? "data" : "zero"}
      series={[
        {
          key: query.metric,
          label: t(`metrics.${query.metric}`),
          points: series.map((day) => ({ x: day.day, y: day.value })),
        },
      ]}
    />
  );
}
