import type { Route } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { describeError } from "@/app/_edge/describe-error";
import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { sayStored } from "@/app/_edge/said";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { PageHeader } from "@/components/page-header";
import { Panel, PanelFailed } from "@/components/panel";
import { getDb } from "@/db/client";
import { listPlaceCodes } from "@/db/queries/import-names";
import { PlimsollError } from "@/lib/core/errors";
import { may } from "@/lib/services/_shared/authorise";
import { ColumnsForm } from "../../_components/columns-form";
import { NotYours } from "../../_components/not-yours";
import { RecordPreviewTable } from "../../_components/record-preview";
import type { SettingNeeds } from "../../_components/settings-panel";
import { Steps } from "../../_components/steps";
import { toSearchParams } from "../../_mapping/address";
import { recordPreview } from "../../_mapping/record-preview";
import { type LoadedColumns, loadColumns } from "./load";

export async function generateMetadata() {
  return { title: (await getTranslations("imports"))("steps.titles.columns") };
}

/** The second step: which column is which field, and how dates, numbers and units are written. */
export default async function ColumnsPage({ searchParams }: PageProps<"/imports/new/columns">) {
  const actor = await requireActor();
  if (!may(actor.role, "import.run")) return <NotYours />;
  const [t, format, said, given] = await Promise.all([
    getTranslations("imports"),
    getFormat(),
    getSaid(),
    searchParams,
  ]);
  const params = toSearchParams(given);
  const db = getDb();
  const file = params.get("file");
  const fileHref = file ? `/imports/new?file=${encodeURIComponent(file)}` : "/imports/new";
  const [loaded, places] = await Promise.all([
    loadColumns(db, actor, params).catch((error: unknown) => {
      if (error instanceof PlimsollError) return error;
      throw error;
    }),
    listPlaceCodes(db),
  ]);
  if (loaded === null) redirect(fileHref as Route);
  const header = (
    <>
      <PageHeader
        title={
          loaded instanceof PlimsollError
            ? t("steps.titles.columns")
            : t("columns.heading", { file: loaded.preview.name })
        }
      />
      <Steps current="columns" hrefs={{ file: fileHref }} />
    </>
  );
  if (loaded instanceof PlimsollError)
    return (
      <>
        {header}
        <PanelFailed
          title={t("file.unreadable")}
          sentence={(await describeError(loaded)).message}
          retryHref={fileHref}
        />
      </>
    );
  const { preview, fields, mapping } = loaded;
  const faulty = preview.records.filter(({ problems }) => problems.length > 0).length;
  return (
    <>
      {header}
      <ClientMessages namespaces={["imports"]}>
        <ColumnsForm
          key={`${loaded.fileId}/${loaded.kind}/${params.get("map")}/${params.get("from")}`}
          fileId={loaded.fileId}
          source={params.get("source") ?? "file"}
          query={params.toString()}
          base={loaded.base}
          origin={loaded.origin}
          columns={preview.header.map((name, index) => ({ name, samples: samplesOf(preview.rows, index) }))}
          fields={fields.map(({ name, type, required }) => ({ name, type, required }))}
          needs={needsOf(loaded)}
          saved={loaded.saved.map(({ id, name }) => ({ id, name }))}
          channels={places.channels}
          locations={places.locations}
          dateFormats={preview.formats.dateFormats}
          backHref={fileHref}
          preview={
            <Panel
              id="preview"
              title={t("preview.title")}
              subtitle={
                preview.mappingError
                  ? undefined
                  : t("preview.subtitle", { rows: preview.records.length, faulty })
              }
              padded={false}
            >
              {preview.mappingError ? (
                <p className="max-w-prose px-4 pb-4 text-out-ink">
                  {incomplete(loaded)
                    ? t("preview.incomplete")
                    : sayStored(said, preview.mappingError.say, preview.mappingError.message)}
                </p>
              ) : (
                <RecordPreviewTable
                  preview={recordPreview(preview.records, fields, mapping.columns, {
                    moment: format.moment,
                    said,
                  })}
                />
              )}
            </Panel>
          }
        />
      </ClientMessages>
    </>
  );
}

/** Whether the mapping cannot be used only because a needed field has no column yet. */
const incomplete = ({ fields, mapping }: LoadedColumns): boolean =>
  fields.some(
    ({ name, required }) =>
      required && mapping.columns[name] === undefined && !(name === "currency" && mapping.currency),
  );

/** Three values of a column, filled ones before empty ones. */
function samplesOf(rows: readonly { cells: string[] }[], index: number): string[] {
  const values = rows.map(({ cells }) => cells[index] ?? "");
  const filled = [...new Set(values.filter((value) => value.trim() !== ""))];
  return [...filled, ...values.filter((value) => value.trim() === "")].slice(0, 3);
}

const creatable: Partial<Record<LoadedColumns["kind"], SettingNeeds["creates"]>> = {
  orders: ["skus", "locations", "channels"],
  lanes: ["locations"],
  channels: ["locations"],
  listings: ["skus", "channels"],
  stock: ["skus", "locations"],
  returns: ["skus", "locations"],
  campaigns: ["channels"],
  "product-ads": ["skus"],
};

const needsOf = ({ kind, fields }: LoadedColumns): SettingNeeds => ({
  dates: fields.some(({ type }) => type === "moment"),
  currency: fields.some(({ money, name }) => money || name === "currency"),
  weight: fields.some(({ unit }) => unit === "weight"),
  volume: fields.some(({ unit }) => unit === "volume"),
  orders: kind === "orders",
  creates: creatable[kind] ?? [],
});
