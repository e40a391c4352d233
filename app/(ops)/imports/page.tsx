import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { importSources, listMappings } from "@/db/queries/imports";
import { may } from "@/lib/services/_shared/authorise";
import { keptOf, PastPage } from "../_past/past-page";
import { readAt } from "../_past/read-at";
import { DropZone } from "./_components/drop-zone";
import { MappingsPanel } from "./_components/mappings-panel";
import { RunsTable } from "./_components/runs-table";
import { allowLongUploads } from "./_server/allow-long-uploads";
import { loadRuns } from "./load";

allowLongUploads();

export async function generateMetadata() {
  return { title: (await getTranslations("imports"))("title") };
}

/** What came in by file, what was refused, and the way to bring in more. */
export default async function ImportsPage({ searchParams }: PageProps<"/imports">) {
  const actor = await requireActor();
  const [t, params] = await Promise.all([getTranslations("imports"), searchParams]);
  const asOf = readPastMoment(params.asOf);
  const [page, mappings, sources] = await readAt(asOf, (db, now) =>
    Promise.all([loadRuns(db, params, now), listMappings(db, null), importSources(db)]),
  );
  const mayImport = may(actor.role, "import.run");
  return (
    <PastPage asOf={asOf} path="/imports" params={params} note="imports">
      <PageHeader
        title={t("title")}
        question={t("question")}
        actions={<PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />}
      />
      <ClientMessages namespaces={["imports", "past"]}>
        <div className="flex flex-col gap-3 pb-8">
          {asOf ? null : mayImport ? (
            <DropZone compact={page.totalUnfiltered !== 0} />
          ) : (
            <p className="text-muted">{t("readOnly")}</p>
          )}
          <RunsTable page={page} sources={sources} />
          <MappingsPanel
            mayDelete={mayImport && !asOf}
            mappings={mappings.map(({ id, name, kind, createdBy, updatedAt }) => ({
              id,
              name,
              kind,
              createdBy,
              updatedAt: updatedAt.toISOString(),
            }))}
          />
        </div>
      </ClientMessages>
    </PastPage>
  );
}
