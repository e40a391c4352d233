import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { ConnectionHealth } from "@/lib/services/connection/live/stream-health";
import { CsvLink } from "../../_components/csv-link";

type Tally = ConnectionHealth["webhooks"][number];

/** Where the vendor calls us, and what became of its calls in the last 24 hours. */
export function WebhooksPanel({
  connectionKey,
  address,
  pushed,
  tally,
}: {
  connectionKey: string;
  address: string | null;
  pushed: boolean;
  tally: Tally[];
}) {
  const t = useTranslations("connections.webhooks");
  const format = useFormat();
  const word = (result: string) =>
    t.has(`results.${result}`) ? t(`results.${result}` as "results.applied") : result;
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={false}>
      <div className="flex flex-col gap-1 px-4 pb-3">
        <p className="text-caption font-medium text-muted">{t("address")}</p>
        {address ? (
          <code className="font-mono text-caption break-all select-all">{address}</code>
        ) : (
          <p>{pushed ? t("noAddress") : t("noAddressNeeded")}</p>
        )}
      </div>
      <SimpleTable<Tally>
        caption={t("title")}
        rows={tally}
        rowKey={(row) => row.result}
        empty={
          <EmptyState kind="nothingYet" title={t("none")} text={pushed ? t("noneText") : t("notPushed")} />
        }
        foot={<CsvLink href={`/api/pages/connections/${connectionKey}/csv?table=webhooks`} />}
        columns={[
          { key: "result", header: t("result"), identity: true, cell: (row) => word(row.result) },
          { key: "count", header: t("count"), align: "end", cell: (row) => format.number(row.count) },
          { key: "last", header: t("last"), cell: (row) => <Age from={row.lastAt.toISOString()} /> },
        ]}
      />
    </Panel>
  );
}
