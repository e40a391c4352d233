import { getTranslations } from "next-intl/server";
import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { sayStored } from "@/app/_edge/said";
import { ClientMessages } from "@/components/client-messages";
import { Freshness } from "@/components/freshness";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getReadDb } from "@/db/client";
import { listSources } from "@/db/queries/sync";
import { keptOf } from "../_past/past-page";
import { AccuracyView } from "./_components/accuracy-view";
import { ExceptionsView } from "./_components/exceptions-view";
import { LagView } from "./_components/lag-view";
import { ReconciliationView } from "./_components/reconciliation-view";
import { RunsView } from "./_components/runs-view";
import { PastSync } from "./_past/past-sync";
import { askedView, syncViews } from "./lists";

export async function generateMetadata({ searchParams }: PageProps<"/sync">) {
  const [t, views, params] = await Promise.all([
    getTranslations("sync"),
    getTranslations("trust.views"),
    searchParams,
  ]);
  const view = askedView(params);
  return { title: view === "exceptions" ? t("title") : `${views(view)} – ${t("title")}` };
}

/** Who is late, who shows a wrong quantity, what is stuck, and is what we see right? */
export default async function SyncPage({ searchParams }: PageProps<"/sync">) {
  const actor = await requireActor();
  const [t, words, said, params] = await Promise.all([
    getTranslations("sync"),
    getTranslations("trust"),
    getSaid(),
    searchParams,
  ]);
  const view = askedView(params);
  const asOf = readPastMoment(params.asOf);
  if (asOf) return <PastSync asOf={asOf} view={view} params={params} />;
  const db = getReadDb();
  const sources = (await listSources(db)).map((source) => ({
    ...source,
    lastError: sayStored(said, source.lastErrorSay, source.lastError),
  }));
  const active = sources.filter((source) => source.state !== "disconnected");
  return (
    <>
      <PageHeader
        title={t("title")}
        question={words(`questions.${view}`)}
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
        actions={<PastPicker asOf={null} kept={keptOf(params)} />}
        tabs={syncViews.map((one) => ({
          label: words(`views.${one}`),
          href: one === "exceptions" ? "/sync" : `/sync?view=${one}`,
          current: one === view,
        }))}
      />
      <ClientMessages
        namespaces={["sync", "inbox", "connections", "connectors", "orders", "trust", "publishing"]}
      >
        {view === "exceptions" ? (
          <ExceptionsView db={db} params={params} sources={sources} />
        ) : view === "accuracy" ? (
          <AccuracyView db={db} actor={actor} params={params} />
        ) : view === "reconciliation" ? (
          <ReconciliationView db={db} params={params} sources={sources} />
        ) : view === "lag" ? (
          <LagView db={db} actor={actor} sources={sources} />
        ) : (
          <RunsView db={db} params={params} sources={sources} />
        )}
      </ClientMessages>
    </>
  );
}
