import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { getDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { minorDigits } from "@/lib/core/money";
import { may } from "@/lib/services/_shared/authorise";
import { ensurePolicy } from "@/lib/services/policy/ensure";
import { listPolicies } from "@/lib/services/policy/get";
import { getStandstill } from "@/lib/services/policy/standstill";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { PolicyForm } from "./_components/policy-form";
import { SwitchPanel } from "./_components/switch-panel";
import { WaitingPanel } from "./_components/waiting-panel";
import { loadWaiting } from "./load-waiting";

export const generateMetadata = () => settingsTitle("policy");

export default async function PolicyPage() {
  const actor = await requireActor();
  const db = getDb();
  const policy = await ensurePolicy(db);
  const [standstill, versions, company, t, common, format] = await Promise.all([
    getStandstill(db),
    listPolicies(db),
    readCompany(db),
    getTranslations("settings.policy"),
    getTranslations("settings"),
    getFormat(),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  const waiting = await loadWaiting(db, actor, currency);
  return (
    <ClientMessages namespaces={["settings", "authority"]}>
      <SettingsHeader current="policy" role={actor.role} />
      <div className="flex flex-col gap-3">
        <SwitchPanel
          stopped={
            standstill && {
              at: standstill.stoppedAt.toISOString(),
              by: standstill.stoppedBy,
              reason: standstill.reason,
              waiting: standstill.waiting,
            }
          }
          mayStop={may(actor.role, "everything.stop")}
          mayGoOn={may(actor.role, "everything.resume")}
        />
        <WaitingPanel rows={waiting} />
        <PolicyForm
          key={policy.version}
          version={policy.version}
          rules={policy.rules}
          currency={currency}
          minorPerUnit={10 ** minorDigits(currency)}
          editable={may(actor.role, "policy.edit")}
        />
        <Panel title={t("versions")} padded={false}>
          <SimpleTable
            caption={t("versions")}
            rows={versions.slice(0, 50)}
            rowKey={(row) => String(row.version)}
            columns={[
              {
                key: "version",
                header: t("version"),
                identity: true,
                cell: (row) => `${format.number(row.version)}${row.active ? ` (${t("inForce")})` : ""}`,
              },
              { key: "at", header: common("audit.at"), cell: (row) => format.moment(row.createdAt) },
              { key: "by", header: common("tokens.madeBy"), cell: (row) => row.createdBy },
              { key: "note", header: t("note"), cell: (row) => row.note ?? "" },
            ]}
          />
        </Panel>
      </div>
    </ClientMessages>
  );
}
