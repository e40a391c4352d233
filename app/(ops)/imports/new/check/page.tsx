import type { Route } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { getDb } from "@/db/client";
import { PlimsollError } from "@/lib/core/errors";
import { may } from "@/lib/services/_shared/authorise";
import { describeKind } from "@/lib/services/imports/describe-kind";
import { NotYours } from "../../_components/not-yours";
import { NotesPanel } from "../../_components/notes-panel";
import { RecordPreviewTable } from "../../_components/record-preview";
import { RejectsPanel } from "../../_components/rejects-panel";
import { RunActions } from "../../_components/run-actions";
import { RunPanel } from "../../_components/run-panel";
import { SayWhenOver } from "../../_components/say-when-over";
import { Steps } from "../../_components/steps";
import { columnsHref } from "../../_mapping/hrefs";
import { recordPreview } from "../../_mapping/record-preview";
import { loadRejects, loadRun, toSums } from "../../load";
import { loadFirstRecords } from "./load";

export async function generateMetadata() {
  return { title: (await getTranslations("imports"))("steps.titles.check") };
}

/** The third step: the whole file read and checked, nothing written. */
export default async function CheckPage({ searchParams }: PageProps<"/imports/new/check">) {
  const actor = await requireActor();
  if (!may(actor.role, "import.run")) return <NotYours />;
  const [t, format, said, params] = await Promise.all([
    getTranslations("imports"),
    getFormat(),
    getSaid(),
    searchParams,
  ]);
  const db = getDb();
  const run = await loadRun(db, typeof params.run === "string" ? params.run : null);
  if (!run) notFound();
  if (!run.dryRun) redirect(`/imports/${run.id}` as Route);
  const over = run.state !== "queued" && run.state !== "running";
  const [groups, first] = await Promise.all([
    over ? loadRejects(db, run.id) : [],
    loadFirstRecords(db, actor, run).catch((error: unknown) => {
      // An unreadable file has said so in the run already.
      if (error instanceof PlimsollError) return null;
      throw error;
    }),
  ]);
  const back = columnsHref(run);
  return (
    <>
      <PageHeader title={t("check.heading", { file: run.fileName ?? t("fileGone") })} />
      <Steps
        current="check"
        hrefs={{ file: `/imports/new?file=${run.fileId}`, columns: back ?? undefined }}
      />
      <ClientMessages namespaces={["imports"]}>
        <SayWhenOver state={run.state} sums={toSums(run)} />
        <RunPanel run={run} past={false} />
        <RunActions
          run={{ ...toSums(run), id: run.id, state: run.state, dryRun: true }}
          mayImport
          columnsHref={back}
        />
      </ClientMessages>
      <RejectsPanel groups={groups} downloadHref={`/api/imports/${run.id}/rejects`} columnsHref={back} />
      <NotesPanel notes={run.notes} />
      {first ? (
        <Panel title={t("preview.title")} padded={false} className="mt-3 mb-8">
          <RecordPreviewTable
            preview={recordPreview(first.records, describeKind(first.kind), first.columns, {
              moment: format.moment,
              said,
            })}
          />
        </Panel>
      ) : null}
    </>
  );
}
