import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { sayStored } from "@/app/_edge/said";
import { ClientMessages } from "@/components/client-messages";
import { Freshness } from "@/components/freshness";
import { AppLink } from "@/components/link";
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

/** Sources shown until the reader asks for all, so that what is stuck stands on the first screen. */
const shownFirst = 7;

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
  // Failing ones first: what is in order may wait behind "Show all".
  const byNeed = [...sources].sort((a, b) => Number(b.lastError !== null) - Number(a.lastError !== null));
  const all = params.sources === "all" || sources.length <= shownFirst + 1;
  const shown = all ? byNeed : byNeed.slice(0, shownFirst);
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
            sources={shown.map((source) => ({
              ...source,
              lastError: sayStored(said, source.lastErrorSay, source.lastError),
            }))}
            more={<SourcesToggle all={all} total={sources.length} params={params} />}
          />
          <LagPanel sources={sources} atMost={all ? null : shownFirst + 1} />
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

type Params = Awaited<PageProps<"/sync">["searchParams"]>;

/** The way to all sources and back, in the address; the list below keeps its own part of it. */
function SourcesToggle({ all, total, params }: { all: boolean; total: number; params: Params }) {
  const t = useTranslations("sync.sources");
  if (total <= shownFirst + 1) return null;
  const search = new URLSearchParams(
    Object.entries(params).flatMap(([key, value]) =>
      key !== "sources" && typeof value === "string" ? [[key, value]] : [],
    ),
  );
  if (!all) search.set("sources", "all");
  return (
    <AppLink href={`/sync?${search}`} className="text-accent underline underline-offset-2">
      {all ? t("showFirst") : t("showAll", { count: total })}
    </AppLink>
  );
}
