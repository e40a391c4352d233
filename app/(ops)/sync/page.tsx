import { getTranslations } from "next-intl/server";
import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { sayStored } from "@/app/_edge/said";
import { ClientMessages } from "@/components/client-messages";
import { Freshness } from "@/components/freshness";
import { PageHeader } from "@/components/page-header";
import { getReadDb } from "@/db/client";
import { countExceptions, driftTotals, listSources, recentRuns, syncLists } from "@/db/queries/sync";
import { say } from "@/lib/core/say";
import { DriftTotals } from "./_components/drift-totals";
import { ExceptionsTable } from "./_components/exceptions-table";
import { LagPanel } from "./_components/lag-panel";
import { RunsPanel } from "./_components/runs-panel";
import { SourcesPanel } from "./_components/sources-panel";
import { loadExceptions, readSyncQuery } from "./load";

export async function generateMetadata() {
  return { title: (await getTranslations("sync"))("title") };
}

/** Who is late, who shows a wrong quantity, what is stuck? */
export default async function SyncPage({ searchParams }: PageProps<"/sync">) {
  await requireActor();
  const [t, said, params] = await Promise.all([getTranslations("sync"), getSaid(), searchParams]);
  const db = getReadDb();
  const { list } = readSyncQuery(params);
  const [sources, page, counts, drift, runs] = await Promise.all([
    listSources(db),
    loadExceptions(db, params),
    Promise.all(syncLists.map((one) => countExceptions(db, one, {}))),
    driftTotals(db),
    recentRuns(db, 15),
  ]);
  const active = sources.filter((source) => source.state !== "disconnected");
  return (
    <>
      <PageHeader
        title={t("title")}
        question={t("question")}
        freshness={
          <Freshness
            asOf={active[0]?.lastConfirmedAt?.toISOString() ?? null}
            label={t("oldest")}
            sources={active.map((source) => ({
              name: source.name,
              asOf: source.lastConfirmedAt?.toISOString() ?? null,
              limitMinutes: source.lagLimitSeconds === null ? undefined : source.lagLimitSeconds / 60,
            }))}
          />
        }
      />
      <ClientMessages namespaces={["sync"]}>
        <div className="grid grid-cols-1 gap-3 pb-3 xl:grid-cols-2">
          <SourcesPanel
            sources={sources.map((source) => ({
              ...source,
              lastError: sayStored(said, source.lastErrorSay, source.lastError),
            }))}
          />
          <LagPanel sources={sources} />
        </div>
        <h2 className="pt-2 pb-1 text-card font-semibold">{t("exceptions")}</h2>
        <DriftTotals totals={drift} counts={counts} list={list} />
        <ExceptionsTable key={list} list={list} page={page} sources={sources.map((source) => source.name)} />
        <RunsPanel
          runs={runs.map((run) => ({
            ...run,
            kind: said(say(`imports.kinds.${run.kind}`)) || run.kind,
            error: sayStored(said, run.errorSay, run.error),
          }))}
        />
      </ClientMessages>
    </>
  );
}
