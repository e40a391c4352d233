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
import { countUnmapped, deadGroups } from "@/db/queries/live";
import { countExceptions, driftTotals, listSources, recentRuns } from "@/db/queries/sync";
import { say } from "@/lib/core/say";
import { listStreams } from "@/lib/services/connection/live/list-streams";
import { DeadList } from "./_components/dead-list";
import { DriftTotals } from "./_components/drift-totals";
import { ExceptionsTable } from "./_components/exceptions-table";
import { LagPanel } from "./_components/lag-panel";
import { LiveStreamsPanel } from "./_components/live-streams-panel";
import { RunsPanel } from "./_components/runs-panel";
import { SourcesPanel } from "./_components/sources-panel";
import { UnmappedList } from "./_components/unmapped-list";
import { askedList, listsFor, type PageList } from "./lists";
import { loadExceptions } from "./load";

export async function generateMetadata() {
  return { title: (await getTranslations("sync"))("title") };
}

/** Sources shown until the reader asks for all, so that what is stuck stands on the first screen. */
const shownFirst = 7;

/** Who is late, who shows a wrong quantity, what is stuck? */
export default async function SyncPage({ searchParams }: PageProps<"/sync">) {
  const actor = await requireActor();
  const [t, said, params] = await Promise.all([getTranslations("sync"), getSaid(), searchParams]);
  const db = getReadDb();
  const lists = listsFor(actor.role);
  const list = askedList(params, lists);
  const exceptions = list === "unmapped" || list === "dead" ? null : list;
  const countOf = async (one: PageList) => {
    if (one === "unmapped") return (await countUnmapped(db)).names;
    if (one === "dead") return (await deadGroups(db)).reduce((sum, { count }) => sum + count, 0);
    return countExceptions(db, one, {});
  };
  const [sources, page, counts, drift, runs, streams] = await Promise.all([
    listSources(db),
    exceptions ? loadExceptions(db, actor, params) : null,
    Promise.all(lists.map(async (one) => ({ list: one, count: await countOf(one) }))),
    driftTotals(db),
    recentRuns(db, 15),
    listStreams(db, actor),
  ]);
  // Failing ones first: what is in order may wait behind "Show all".
  const byNeed = [...sources].sort((a, b) => Number(b.lastError !== null) - Number(a.lastError !== null));
  const all = params.sources === "all" || sources.length <= shownFirst + 1;
  const shown = all ? byNeed : byNeed.slice(0, shownFirst);
  const active = sources.filter((source) => source.state !== "disconnected");
  const names = sources.map((source) => source.name);
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
      <ClientMessages namespaces={["sync", "inbox", "connections", "connectors"]}>
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
        {streams.length > 0 ? (
          <LiveStreamsPanel
            streams={streams.map(
              ({ nextDueAt: _, lastErrorCode: __, connectionId: ___, vendor: ____, ...row }) => ({
                ...row,
                reconnectSince: row.reconnectSince?.toISOString() ?? null,
                lastOkAt: row.lastOkAt?.toISOString() ?? null,
                openUntil: row.openUntil?.toISOString() ?? null,
              }),
            )}
          />
        ) : null}
        <h2 className="pt-2 pb-1 text-card font-semibold">{t("exceptions")}</h2>
        <DriftTotals totals={drift} lists={counts} list={list} />
        {exceptions && page ? (
          <ExceptionsTable key={exceptions} list={exceptions} page={page} sources={names} />
        ) : list === "unmapped" ? (
          <UnmappedList db={db} actor={actor} params={params} sources={names} />
        ) : (
          <DeadList db={db} actor={actor} params={params} />
        )}
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
