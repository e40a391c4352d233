import { getTranslations } from "next-intl/server";
import { keptOf, PastPage, type SearchParams } from "@/app/(ops)/_past/past-page";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { getDb } from "@/db/client";
import { readRecords } from "@/lib/services/past/records/read-records";
import { type SyncView, syncViews } from "../lists";
import { AccuracyThen, loadAccuracyThen } from "./accuracy-then";
import { ExceptionsThen, loadExceptionsThen } from "./exceptions-then";
import { LagThen, loadLagThen } from "./lag-then";
import { loadReconciliationThen, ReconciliationThen } from "./reconciliation-then";
import { loadRunsThen, RunsThen } from "./runs-then";

/** What can be told of Sync at a moment from what carries its own time. To be read: nothing can be put right. */
export async function PastSync({ asOf, view, params }: { asOf: Date; view: SyncView; params: SearchParams }) {
  const [t, words] = await Promise.all([getTranslations("sync"), getTranslations("trust")]);
  return (
    <PastPage asOf={asOf} path="/sync" params={params} note={`sync_${view}`}>
      <PageHeader
        title={t("title")}
        question={words(`questions.${view}`)}
        actions={<PastPicker asOf={asOf.toISOString()} kept={keptOf(params)} />}
        tabs={syncViews.map((one) => ({
          label: words(`views.${one}`),
          href: one === "exceptions" ? "/sync" : `/sync?view=${one}`,
          current: one === view,
        }))}
      />
      <ClientMessages namespaces={["sync", "trust", "reports", "past"]}>
        <div className="flex flex-col gap-3 pb-8">{await shownAt(view, asOf)}</div>
      </ClientMessages>
    </PastPage>
  );
}

async function shownAt(view: SyncView, asOf: Date) {
  const db = getDb();
  switch (view) {
    case "exceptions":
      return <ExceptionsThen {...(await readRecords(db, asOf, (past) => loadExceptionsThen(past, asOf)))} />;
    case "accuracy":
      return <AccuracyThen {...(await readRecords(db, asOf, (past) => loadAccuracyThen(past, asOf)))} />;
    case "reconciliation":
      return (
        <ReconciliationThen
          sums={await readRecords(db, asOf, (past) => loadReconciliationThen(past, asOf))}
        />
      );
    case "lag":
      return <LagThen {...(await readRecords(db, asOf, (past) => loadLagThen(past, asOf)))} now={asOf} />;
    case "runs":
      return <RunsThen runs={await readRecords(db, asOf, loadRunsThen)} />;
  }
}
