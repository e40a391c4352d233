import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { ReconciliationSum } from "@/db/queries/reconciliations";
import { SourceName } from "./source-name";

export const steps = [300, 3_600, 86_400] as const;

interface SourceSums {
  source: string;
  simulated: boolean;
  of: Map<number, ReconciliationSum>;
}

/** Every source at the three times: hours that were equal, orders that stay different, hours that could not be read. Linked to those hours, unless of a past moment. */
export function HoursMatrix({ sums, linked = true }: { sums: ReconciliationSum[]; linked?: boolean }) {
  const t = useTranslations("trust.hours");
  const format = useFormat();
  const rows = new Map<string, SourceSums>();
  for (const sum of sums) {
    const row = rows.get(sum.source) ?? { source: sum.source, simulated: sum.simulated, of: new Map() };
    row.of.set(sum.afterSeconds, sum);
    rows.set(sum.source, row);
  }
  const remaining = (row: SourceSums) =>
    [...row.of.values()].reduce((all, sum) => all + sum.remaining + sum.failed, 0);
  const cell = (row: SourceSums, step: number) => {
    const sum = row.of.get(step);
    if (!sum || sum.hours + sum.failed === 0) return <Unknown reason={t("notCompared")} />;
    const equal = t("equalOf", { equal: format.number(sum.equal), hours: format.number(sum.hours) });
    const query = new URLSearchParams({ view: "reconciliation", source: row.source, after: String(step) });
    return (
      <span className="flex flex-wrap items-baseline gap-x-2 [&>*]:inline-flex [&>*]:min-h-6 [&>*]:items-center [&>*]:whitespace-nowrap">
        {linked ? (
          <AppLink
            href={`/sync?${query}`}
            className="underline decoration-dotted underline-offset-4 hover:decoration-solid"
          >
            {equal}
          </AppLink>
        ) : (
          <span>{equal}</span>
        )}
        {sum.remaining > 0 && !linked ? (
          <span className="text-out-ink">{t("remainShort", { count: sum.remaining })}</span>
        ) : sum.remaining > 0 ? (
          <AppLink
            href={`/sync?${query}&result=remaining`}
            className="text-out-ink underline underline-offset-4"
          >
            {t("remainShort", { count: sum.remaining })}
          </AppLink>
        ) : sum.found > 0 ? (
          <span className="text-muted">{t("healedShort", { count: sum.found })}</span>
        ) : null}
        {sum.failed > 0 ? (
          <span className="text-at-risk-ink">{t("unread", { count: sum.failed })}</span>
        ) : null}
      </span>
    );
  };
  return (
    <SimpleTable<SourceSums>
      caption={t("matrix")}
      rows={[...rows.values()].sort((a, b) => remaining(b) - remaining(a))}
      rowKey={(row) => row.source}
      columns={[
        {
          key: "source",
          header: t("source"),
          identity: true,
          cell: (row) => <SourceName name={row.source} simulated={row.simulated} />,
        },
        ...steps.map((step) => ({
          key: String(step),
          header: t(`steps.${step}`),
          cell: (row: SourceSums) => cell(row, step),
        })),
        {
          key: "orders",
          header: t("ordersCompared"),
          align: "end" as const,
          cell: (row) => format.number(row.of.get(3_600)?.orders ?? 0),
        },
        {
          key: "last",
          header: t("compared"),
          cell: (row) => <Age from={newest(row)} />,
        },
      ]}
    />
  );
}

const newest = (row: SourceSums): string | null =>
  [...row.of.values()]
    .flatMap(({ lastComparedAt }) => (lastComparedAt ? [lastComparedAt.toISOString()] : []))
    .sort()
    .at(-1) ?? null;
