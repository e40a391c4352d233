import type { Route } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ButtonLink } from "@/components/button";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { PastPage } from "../../_past/past-page";
import { readAt } from "../../_past/read-at";
import { NotesPanel } from "../_components/notes-panel";
import { RejectsPanel } from "../_components/rejects-panel";
import { RunActions } from "../_components/run-actions";
import { RunPanel } from "../_components/run-panel";
import { SayWhenOver } from "../_components/say-when-over";
import { Steps } from "../_components/steps";
import { changedHref, columnsHref } from "../_mapping/hrefs";
import { loadRejects, loadRun, toSums } from "../load";

export async function generateMetadata({ params }: PageProps<"/imports/[id]">) {
  const [t, { id }] = await Promise.all([getTranslations("imports"), params]);
  return { title: t("result.title", { id }) };
}

/** The last step, and the page of any import: what became of every row. */
export default async function RunPage({ params, searchParams }: PageProps<"/imports/[id]">) {
  const actor = await requireActor();
  const [t, { id }, asked] = await Promise.all([getTranslations("imports"), params, searchParams]);
  const asOf = readPastMoment(asked.asOf);
  const [run, groups] = await readAt(asOf, async (db) => {
    const found = await loadRun(db, id);
    return [found, found && isOver(found) ? await loadRejects(db, found.id) : []] as const;
  });
  if (!run) {
    if (!asOf || !(await loadRun(getDb(), id))) notFound();
    return (
      <PastPage asOf={asOf} path={`/imports/${id}`} params={asked} note="import">
        <EmptyState kind="nothingYet" title={t("notThen")} />
      </PastPage>
    );
  }
  if (run.dryRun) redirect(`/imports/new/check?run=${run.id}` as Route);
  const over = isOver(run);
  const mayImport = !asOf && may(actor.role, "import.run");
  const back = mayImport ? columnsHref(run) : null;
  const changed = changedHref(run.kind);
  return (
    <PastPage asOf={asOf} path={`/imports/${id}`} params={asked} note="import">
      <PageHeader
        title={t("fileOfRun", { id: String(run.id), file: run.fileName ?? t("fileGone") })}
        question={t("result.of", {
          kind: t.has(`kinds.${run.kind}`) ? t(`kinds.${run.kind}` as "kinds.orders") : run.kind,
          source: run.sourceName,
        })}
        actions={
          over && run.accepted > 0 ? (
            <ButtonLink href={changed.href}>{t(`result.open.${changed.page}`)}</ButtonLink>
          ) : null
        }
      />
      <Steps
        current="result"
        hrefs={mayImport ? { file: `/imports/new?file=${run.fileId}`, columns: back ?? undefined } : {}}
      />
      <ClientMessages namespaces={["imports", "past"]}>
        {asOf ? null : <SayWhenOver state={run.state} sums={toSums(run)} />}
        <RunPanel run={run} past={asOf !== null} />
        <RunActions
          run={{ ...toSums(run), id: run.id, state: run.state, dryRun: false }}
          mayImport={mayImport}
          columnsHref={back}
        />
      </ClientMessages>
      <RejectsPanel groups={groups} downloadHref={`/api/imports/${run.id}/rejects`} columnsHref={back} />
      <NotesPanel notes={run.notes} />
      <p className="pt-3 pb-8">
        <ButtonLink href="/imports">{t("result.all")}</ButtonLink>
      </p>
    </PastPage>
  );
}

const isOver = ({ state }: { state: string }) => state !== "queued" && state !== "running";
