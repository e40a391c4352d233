import { useTranslations } from "next-intl";
import { LogDots } from "@/components/charts";
import { useFormat } from "@/components/format";
import type { SourceRow } from "@/db/queries/sync";

type LaggingSource = Pick<SourceRow, "name" | "p50Seconds" | "p95Seconds" | "p99Seconds" | "lastConfirmedAt">;

/** p50, p95 and p99 of event → visible of each source, the slowest first and at most so many (null: all), on a log axis with the three limits. */
export function LagPanel({ sources, atMost }: { sources: LaggingSource[]; atMost: number | null }) {
  const t = useTranslations("sync.lag");
  const format = useFormat();
  const rows = sources
    .flatMap(({ name, p50Seconds, p95Seconds, p99Seconds }) =>
      p50Seconds !== null && p95Seconds !== null && p99Seconds !== null
        ? [{ label: name, p50: p50Seconds, p95: p95Seconds, p99: p99Seconds }]
        : [],
    )
    .sort((a, b) => b.p95 - a.p95);
  const newest = sources
    .map((source) => source.lastConfirmedAt?.toISOString())
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  const slow = rows.filter((row) => row.p95 > 3_600).length;
  return (
    <LogDots
      title={t("title")}
      subtitle={t("subtitle")}
      summary={
        rows.length > 0
          ? t("summary", { slow: format.number(slow), total: format.number(rows.length) })
          : t("none")
      }
      asOf={newest ?? null}
      csvName="plimsoll-sync-lag"
      rows={rows.slice(0, atMost ?? rows.length)}
      limits={[
        { value: 900, label: t("limits.good") },
        { value: 3_600, label: t("limits.fair") },
        { value: 21_600, label: t("limits.late") },
      ]}
    />
  );
}
