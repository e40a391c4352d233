import { getTranslations } from "next-intl/server";
import { describeError } from "@/app/_edge/describe-error";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PanelFailed } from "@/components/panel";
import { getDb } from "@/db/client";
import { listImportSources, listMappings } from "@/db/queries/imports";
import { PlimsollError } from "@/lib/core/errors";
import { may } from "@/lib/services/_shared/authorise";
import { importKinds } from "@/lib/services/imports/describe-kind";
import { lookAtFile } from "@/lib/services/imports/look-at-file";
import { DropZone } from "../_components/drop-zone";
import { FileForm } from "../_components/file-form";
import { FileLookPanel } from "../_components/file-look-panel";
import { NotYours } from "../_components/not-yours";
import { Steps } from "../_components/steps";
import { allowLongUploads } from "../_server/allow-long-uploads";

allowLongUploads();

export async function generateMetadata() {
  return { title: (await getTranslations("imports"))("steps.titles.file") };
}

/** The first step: which file, what it holds, and where it comes from. */
export default async function NewImportPage({ searchParams }: PageProps<"/imports/new">) {
  const actor = await requireActor();
  const [t, params] = await Promise.all([getTranslations("imports"), searchParams]);
  const fileId =
    typeof params.file === "string" && /^\d{1,15}$/.test(params.file) ? Number(params.file) : null;
  const header = (
    <>
      <PageHeader title={t("steps.titles.file")} />
      <Steps current="file" hrefs={{}} />
    </>
  );
  if (!may(actor.role, "import.run")) return <NotYours />;
  if (fileId === null)
    return (
      <>
        {header}
        <ClientMessages namespaces={["imports"]}>
          <DropZone />
        </ClientMessages>
      </>
    );
  const db = getDb();
  const [look, sources, mappings] = await Promise.all([
    lookAtFile(db, actor, fileId).catch((error: unknown) => {
      if (error instanceof PlimsollError) return error;
      throw error;
    }),
    listImportSources(db),
    listMappings(db, null),
  ]);
  return (
    <>
      {header}
      <ClientMessages namespaces={["imports"]}>
        <div className="flex flex-col gap-3 pb-8">
          {look instanceof PlimsollError ? (
            <PanelFailed title={t("file.unreadable")} sentence={(await describeError(look)).message} />
          ) : (
            <>
              <FileForm
                fileId={fileId}
                kinds={[...importKinds]}
                guessedKind={look.kind}
                sources={sources.map(({ key }) => key)}
                mappings={mappings.map(({ id, name, kind }) => ({ id, name, kind }))}
              />
              <FileLookPanel look={look} />
            </>
          )}
          <h2 className="pt-2 text-card font-semibold">{t("file.another")}</h2>
          <DropZone compact />
        </div>
      </ClientMessages>
    </>
  );
}
