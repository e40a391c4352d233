import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { ConnectionHealth } from "@/lib/services/connection/live/stream-health";
import { CsvLink } from "../../_components/csv-link";

type Run = ConnectionHealth["runs"][number];

/** The newest readings of the connection that brought something, with their account. */
export function RunsPanel({ connectionKey, runs }: { connectionKey: string; runs: Run[] }) {
  const t = useTranslations("connections.runs");
  const shared = useTranslations("sync.runs");
  const kinds = useTranslations("imports.kinds");
  const format = useFormat();
  const kind = (row: Run) => (kinds.has(row.kind) ? kinds(row.kind as "orders") : row.kind);
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={false}>
      <SimpleTable<Run>
        caption={t("title")}
        rows={runs}
        rowKey={(row) => String(row.id)}
        empty={<EmptyState kind="nothingYet" title={t("none")} />}
        foot={<CsvLink href={`/api/pages/connections/${connectionKey}/csv?table=runs`} />}
        columns={[
          {
            key: "id",
            header: shared("run"),
            identity: true,
            cell: (row) => (
              <AppLink className="underline" href={`/imports/${row.id}`}>{`#${row.id}`}</AppLink>
            ),
          },
          { key: "kind", header: shared("kind"), cell: kind },
          {
            key: "trigger",
            header: t("trigger"),
            cell: (row) => t(`triggers.${row.trigger}` as "triggers.poll"),
          },
          {
            key: "state",
            header: shared("state"),
            cell: (row) => shared(`states.${row.state}` as "states.done"),
          },
          {
            key: "accepted",
            header: shared("accepted"),
            align: "end",
            cell: (row) => format.number(row.accepted),
          },
          {
            key: "rejected",
            header: shared("rejected"),
            align: "end",
            cell: (row) => format.number(row.rejected),
          },
          {
            key: "finished",
            header: shared("finished"),
            cell: (row) => <Age from={(row.finishedAt ?? row.startedAt)?.toISOString() ?? null} />,
          },
        ]}
      />
    </Panel>
  );
}
