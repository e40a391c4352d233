import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { readAt } from "@/app/(ops)/_past/read-at";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { Panel } from "@/components/panel";
import { readPastMoment } from "@/components/past/read-moment";
import { Still } from "@/components/past/still";
import { SimpleTable } from "@/components/simple-table";
import {
  alertRecipients,
  listAlertDeliveries,
  listAlertRoutes,
  listAlertSettings,
} from "@/db/queries/alerts";
import { may } from "@/lib/services/_shared/authorise";
import { mailState } from "@/lib/services/alert/mail-state";
import { defaultAlertRules, readAlertSettings } from "@/lib/services/alert/settings";
import { NotYours } from "../_components/not-yours";
import { SettingsFrame } from "../_components/settings-frame";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { DeliveriesPanel } from "./_components/deliveries-panel";
import { MailPanel } from "./_components/mail-panel";
import { RoutesPanel } from "./_components/routes-panel";
import { RulesForm } from "./_components/rules-form";

export const generateMetadata = () => settingsTitle("alerts");

/** What raises an alert, and who is told of it? */
export default async function AlertSettingsPage({ searchParams }: PageProps<"/settings/alerts">) {
  const actor = await requireActor();
  if (!may(actor.role, "policy.edit"))
    return (
      <>
        <SettingsHeader current="alerts" role={actor.role} />
        <NotYours />
      </>
    );
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const [[settings, versions, routes, recipients, deliveries], t, common, format] = await Promise.all([
    readAt(asOf, (db) =>
      Promise.all([
        readAlertSettings(db),
        listAlertSettings(db, 20),
        listAlertRoutes(db),
        alertRecipients(db),
        listAlertDeliveries(db, 20),
      ]),
    ),
    getTranslations("alerts.settings"),
    getTranslations("settings"),
    getFormat(),
  ]);
  const { missing, server, from } = mailState();
  return (
    <ClientMessages namespaces={["settings", "alerts"]}>
      <SettingsFrame current="alerts" role={actor.role} asOf={asOf} params={params}>
        <div className="flex flex-col gap-3">
          <RoutesPanel
            routes={routes}
            people={recipients.people}
            connections={recipients.connections}
            mailReady={asOf !== null || missing.length === 0}
          />
          <div className={`grid grid-cols-1 items-start gap-3 ${asOf ? "" : "xl:grid-cols-[2fr_3fr]"}`}>
            {asOf ? null : <MailPanel missing={missing} server={server} from={from} />}
            <DeliveriesPanel
              deliveries={deliveries.map((row) => ({
                ...row,
                createdAt: row.createdAt.toISOString(),
                sentAt: row.sentAt?.toISOString() ?? null,
              }))}
            />
          </div>
          <Still>
            <RulesForm
              key={asOf?.toISOString()}
              version={settings.version}
              rules={settings.rules}
              defaults={defaultAlertRules}
            />
          </Still>
          {versions.length > 0 ? (
            <Panel title={t("versions.title")} padded={false}>
              <SimpleTable
                caption={t("versions.title")}
                rows={versions}
                rowKey={(row) => String(row.version)}
                columns={[
                  {
                    key: "version",
                    header: common("policy.version"),
                    identity: true,
                    cell: (row) =>
                      `${format.number(row.version)}${row.active ? ` (${common("policy.inForce")})` : ""}`,
                  },
                  { key: "at", header: common("audit.at"), cell: (row) => format.moment(row.createdAt) },
                  { key: "by", header: common("tokens.madeBy"), cell: (row) => row.createdBy },
                  { key: "note", header: common("policy.note"), cell: (row) => row.note ?? "" },
                ]}
              />
            </Panel>
          ) : null}
        </div>
      </SettingsFrame>
    </ClientMessages>
  );
}
