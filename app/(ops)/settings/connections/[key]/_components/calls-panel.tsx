import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { CallsOfHour } from "@/db/queries/live";
import type { ConnectionHealth } from "@/lib/services/connection/live/stream-health";
import { CsvLink } from "../../_components/csv-link";

/** Requests by hour over the last day: how many, how many were held back or failed, how long they took. */
export function CallsPanel({
  connectionKey,
  calls,
  total,
}: {
  connectionKey: string;
  calls: CallsOfHour[];
  total: ConnectionHealth["calls"];
}) {
  const t = useTranslations("connections.calls");
  const format = useFormat();
  return (
    <Panel
      title={t("title")}
      subtitle={t("subtitle", {
        calls: format.number(total.calls),
        throttled: format.number(total.throttled),
        failed: format.number(total.failed),
      })}
      padded={false}
    >
      <SimpleTable<CallsOfHour>
        caption={t("title")}
        rows={calls}
        rowKey={(row) => row.hour.toISOString()}
        empty={<EmptyState kind="nothingYet" title={t("none")} />}
        foot={<CsvLink href={`/api/pages/connections/${connectionKey}/csv?table=calls`} />}
        columns={[
          {
            key: "hour",
            header: t("hour"),
            identity: true,
            cell: (row) => <time dateTime={row.hour.toISOString()}>{format.time(row.hour)}</time>,
          },
          { key: "calls", header: t("calls"), align: "end", cell: (row) => format.number(row.calls) },
          {
            key: "throttled",
            header: t("throttled"),
            align: "end",
            cell: (row) => format.number(row.throttled),
          },
          { key: "failed", header: t("failed"), align: "end", cell: (row) => format.number(row.failed) },
          {
            key: "time",
            header: t("milliseconds"),
            align: "end",
            cell: (row) =>
              row.millisecondsAverage === null ? (
                <Unknown />
              ) : (
                format.number(Math.round(row.millisecondsAverage))
              ),
          },
        ]}
      />
    </Panel>
  );
}
