import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { Panel } from "@/components/panel";
import type { Queryable } from "@/db/client";
import { type ReconciliationSum, sumReconciliations } from "@/db/queries/reconciliations";
import { HoursMatrix } from "../_components/hours-matrix";

const days = 7;

export const loadReconciliationThen = (past: Queryable, asOf: Date) => sumReconciliations(past, days, asOf);

/** How the hours of the week before had come out by then. */
export function ReconciliationThen({ sums }: { sums: ReconciliationSum[] }) {
  const t = useTranslations("trust.hours");
  if (sums.length === 0)
    return (
      <div className="card p-0">
        <EmptyState kind="nothingYet" title={t("none")} />
      </div>
    );
  return (
    <Panel title={t("matrix")} subtitle={t("matrixSubtitle", { days })} padded={false}>
      <HoursMatrix sums={sums} linked={false} />
    </Panel>
  );
}
