import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/empty-state";
import { Panel } from "@/components/panel";
import type { Db } from "@/db/client";
import { findReconciliation, sumReconciliations } from "@/db/queries/reconciliations";
import { latestStockComparisons, stockDifferences } from "@/db/queries/stock-reconciliations";
import type { SourceRow } from "@/db/queries/sync";
import { first, queryWithout } from "../lists";
import { hourOfId, loadHours } from "../load-trust";
import { HourSheet } from "./hour-sheet";
import { HoursMatrix } from "./hours-matrix";
import { HoursTable } from "./hours-table";
import { StockPanels } from "./stock-panels";

const days = 7;
/** Shelves that differ are named up to this many. */
const shelvesShown = 50;

/** Does each hour of each source come to the same on both sides, 5 minutes, an hour and a day later? */
export async function ReconciliationView({
  db,
  params,
  sources,
}: {
  db: Db;
  params: Record<string, string | string[] | undefined>;
  sources: SourceRow[];
}) {
  const asked = hourOfId(first(params.open));
  const [t, sums, page, opened, stock, differences] = await Promise.all([
    getTranslations("trust.hours"),
    sumReconciliations(db, days),
    loadHours(db, params),
    asked ? findReconciliation(db, asked) : null,
    latestStockComparisons(db),
    stockDifferences(db, shelvesShown),
  ]);
  const compared = new Set(sums.map((sum) => sum.source));
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-5xl text-muted">{t("help")}</p>
      {sums.length > 0 ? (
        <Panel title={t("matrix")} subtitle={t("matrixSubtitle", { days })} padded={false}>
          <HoursMatrix sums={sums} />
        </Panel>
      ) : null}
      {stock.length > 0 ? <StockPanels comparisons={stock} differences={differences} /> : null}
      {page.totalUnfiltered === 0 ? (
        <EmptyState kind="nothingYet" title={t("none")} text={t("noneText")} />
      ) : (
        <HoursTable
          page={page}
          query={queryWithout(params, "open")}
          sources={sources.map((source) => source.name).filter((name) => compared.has(name))}
        />
      )}
      {opened ? (
        <HourSheet
          key={first(params.open)}
          hour={{
            ...opened,
            hour: opened.hour.toISOString(),
            comparedAt: opened.comparedAt?.toISOString() ?? null,
          }}
        />
      ) : null}
    </div>
  );
}
