import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { ProgressBar } from "@/components/progress-bar";
import { SimpleTable } from "@/components/simple-table";
import type { QuotaHealth } from "@/lib/services/connection/live/stream-health";
import { CsvLink } from "../../_components/csv-link";

/** What is left of each quota that the vendor counts. */
export function QuotasPanel({ connectionKey, quotas }: { connectionKey: string; quotas: QuotaHealth[] }) {
  const t = useTranslations("connections.quotas");
  const format = useFormat();
  const rate = (value: number) => format.number(value, { decimals: value < 1 ? 4 : value % 1 === 0 ? 0 : 2 });
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={false}>
      <SimpleTable<QuotaHealth>
        caption={t("title")}
        rows={quotas}
        rowKey={(row) => row.bucket}
        empty={<EmptyState kind="nothingYet" title={t("none")} text={t("noneText")} />}
        foot={<CsvLink href={`/api/pages/connections/${connectionKey}/csv?table=quotas`} />}
        columns={[
          {
            key: "bucket",
            header: t("bucket"),
            identity: true,
            cell: (row) => <code className="font-mono break-all">{row.bucket}</code>,
          },
          {
            key: "left",
            header: t("left"),
            cell: (row) => (
              <div className="w-40 py-1">
                <ProgressBar
                  share={row.leftShare}
                  label={t("leftOf", { name: row.bucket })}
                  text={
                    row.blockedUntil
                      ? t("blocked", { time: format.time(row.blockedUntil) })
                      : t("leftFigure", {
                          left: format.number(Math.floor(row.leftShare * row.burst)),
                          burst: format.number(row.burst),
                        })
                  }
                />
              </div>
            ),
          },
          { key: "rate", header: t("perSecond"), align: "end", cell: (row) => rate(row.perSecond) },
        ]}
      />
    </Panel>
  );
}
