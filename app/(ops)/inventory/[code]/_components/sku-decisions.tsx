import { useTranslations } from "next-intl";
import { ActionState } from "@/components/action-state";
import { EmptyState } from "@/components/empty-state";
import { AppLink } from "@/components/link";
import { Money } from "@/components/money";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { skuDecisions } from "@/db/queries/sku-page";

type Decision = Awaited<ReturnType<typeof skuDecisions>>[number];

/** Problems whose kind alone would say something else. */
const ofProblem: Record<string, string> = { "ad_pause.at_risk": "ad_scarce", "ad_resume.loses": "ad_loses" };

/** What is open or under way for this SKU. */
export function SkuDecisions({ decisions, currency }: { decisions: Decision[]; currency: string }) {
  const t = useTranslations("sku.decisions");
  return (
    <Panel title={t("title")} padded={false}>
      <SimpleTable<Decision>
        caption={t("title")}
        rows={decisions}
        rowKey={(decision) => String(decision.id)}
        empty={<EmptyState kind="allDone" title={t("empty")} />}
        columns={[
          {
            key: "problem",
            header: t("problem"),
            identity: true,
            cell: (row) => (
              <AppLink className="underline" href={`/decisions?id=${row.id}`}>
                {t(`kinds.${ofProblem[row.problem.key] ?? row.kind}` as "kinds.shortage")}
                {typeof row.problem.params.locationName === "string"
                  ? ` · ${row.problem.params.locationName}`
                  : ""}
              </AppLink>
            ),
          },
          { key: "state", header: t("state"), cell: (row) => <ActionState state={row.state as "open"} /> },
          {
            key: "value",
            header: t("value"),
            align: "end",
            cell: (row) => <Money value={{ minor: row.valueMinor, currency }} precision="estimate" />,
          },
        ]}
      />
    </Panel>
  );
}
