import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { auditReason } from "@/app/_edge/audit-reason";
import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { PastPage } from "@/app/(ops)/_past/past-page";
import { getFormat } from "@/components/format/server";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { readPastMoment } from "@/components/past/read-moment";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable } from "@/components/unknown";
import { getReadDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { listAudit } from "@/lib/services/audit/list-audit";
import { SettingsHeader } from "../../_components/settings-header";
import { settingsTitle } from "../../_components/settings-title";
import { changesOf } from "../changes";

export const generateMetadata = () => settingsTitle("audit");

/** One row of the audit: every value before and after, and the row's place in the chain. */
export default async function AuditRowPage({ params, searchParams }: PageProps<"/settings/audit/[id]">) {
  const actor = await requireActor();
  const search = await searchParams;
  const id = Number((await params).id);
  if (!may(actor.role, "audit.read") || !Number.isSafeInteger(id) || id < 1) notFound();
  const [row] = await listAudit(getReadDb(), actor, {}, { beforeId: id + 1, limit: 1 });
  if (!row || row.id !== id) notFound();
  const [said, t, shell, format] = await Promise.all([
    getSaid(),
    getTranslations("settings.audit"),
    getTranslations("shell"),
    getFormat(),
  ]);
  const word = (key: string, code: string) => (t.has(key) ? t(key) : code);
  const facts = [
    [t("at"), format.moment(row.at)],
    [t("actor"), t("actorOf", { name: row.actorName, kind: word(`kinds.${row.actorKind}`, row.actorKind) })],
    [t("role"), shell("role", { role: row.role })],
    [t("verb"), word(`verbs.${row.verb}`, row.verb)],
    [t("entity"), `${word(`entities.${row.entity}`, row.entity)} ${row.entityName ?? row.entityId}`],
    [t("reason"), row.reason ? auditReason(said, row.verb, row.reason) : ""],
    [t("hash"), row.hash],
  ].filter(([, value]) => value !== "");
  return (
    <PastPage
      asOf={readPastMoment(search.asOf)}
      path={`/settings/audit/${id}`}
      params={search}
      note="settings_audit"
    >
      <SettingsHeader current="audit" role={actor.role} />
      <div className="flex flex-col gap-3">
        <Panel
          title={t("rowTitle", { id: format.number(row.id) })}
          actions={
            <AppLink
              className="underline"
              href={`/settings/audit?q=${encodeURIComponent(row.entityId)}&entity=${row.entity}`}
            >
              {t("sameThing")}
            </AppLink>
          }
        >
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
            {facts.map(([label, value]) => (
              <div key={label} className="col-span-2 grid grid-cols-subgrid">
                <dt className="text-muted">{label}</dt>
                <dd className="break-all">{value}</dd>
              </div>
            ))}
          </dl>
        </Panel>
        <Panel title={t("changes")} padded={false}>
          <SimpleTable
            caption={t("changes")}
            rows={changesOf(row.before, row.after)}
            rowKey={(change) => change.path}
            empty={<p className="px-4 pb-4 text-muted">{t("noChanges")}</p>}
            columns={[
              { key: "path", header: t("field"), identity: true, cell: (change) => change.path },
              { key: "before", header: t("before"), cell: (change) => change.before ?? <NotApplicable /> },
              { key: "after", header: t("after"), cell: (change) => change.after ?? <NotApplicable /> },
            ]}
          />
        </Panel>
      </div>
    </PastPage>
  );
}
