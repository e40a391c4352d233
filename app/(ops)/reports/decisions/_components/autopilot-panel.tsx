import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { valueOfPolicies } from "@/db/queries/decision-value";
import { RealisedCell } from "./money-range";
import { useKindName } from "./names";

type Row = Awaited<ReturnType<typeof valueOfPolicies>>[number];

/** What was done without anybody's click. */
export function AutopilotPanel({ rows, currency }: { rows: Row[]; currency: string }) {
  const t = useTranslations("worth.autopilot");
  const format = useFormat();
  const kindName = useKindName();
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={rows.length === 0}>
      <SimpleTable<Row>
        caption={t("title")}
        rows={rows}
        rowKey={(row) => `${row.approvedBy}:${row.kind}`}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
        columns={[
          { key: "by", header: t("by"), cell: (row) => row.approvedBy },
          { key: "kind", header: t("kind"), identity: true, cell: (row) => kindName(row.kind) },
          { key: "actions", header: t("actions"), align: "end", cell: (row) => format.number(row.actions) },
          { key: "failed", header: t("failed"), align: "end", cell: (row) => format.number(row.failed) },
          { key: "undone", header: t("undone"), align: "end", cell: (row) => format.number(row.undone) },
          {
            key: "realised",
            header: t("realised"),
            align: "end",
            cell: (row) => <RealisedCell row={row} currency={currency} />,
          },
        ]}
      />
    </Panel>
  );
}
