import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/button/button-link";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { valueOfPolicies } from "@/db/queries/decision-value";
import { RealisedCell } from "./money-range";
import { useKindName } from "./names";

type Row = Awaited<ReturnType<typeof valueOfPolicies>>[number];

/** What was done without anybody's click, under which version of the rules, and the way to each of them for who may audit. */
export function AutopilotPanel({
  rows,
  currency,
  mayAudit,
}: {
  rows: Row[];
  currency: string;
  mayAudit: boolean;
}) {
  const t = useTranslations("worth.autopilot");
  const format = useFormat();
  const kindName = useKindName();
  return (
    <Panel
      title={t("title")}
      subtitle={t("subtitle")}
      padded={rows.length === 0}
      actions={
        mayAudit && rows.length > 0 ? (
          <ButtonLink href="/settings/audit?kind=policy">{t("each")}</ButtonLink>
        ) : null
      }
    >
      <SimpleTable<Row>
        caption={t("title")}
        rows={rows}
        rowKey={(row) => `${row.approvedBy}:${row.kind}`}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
        columns={[
          { key: "by", header: t("by"), cell: (row) => <Version approvedBy={row.approvedBy} /> },
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

/** The version that approved, out of the name it did so under, with the way to what it changed. */
function Version({ approvedBy }: { approvedBy: string }) {
  const t = useTranslations("worth.autopilot");
  const version = /^Policy (\d+)$/.exec(approvedBy)?.[1];
  if (!version) return approvedBy;
  return (
    <AppLink href={`/settings/policy?compare=${version}#difference`} className="underline underline-offset-2">
      {t("version", { version })}
    </AppLink>
  );
}
