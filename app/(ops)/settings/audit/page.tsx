import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getReadDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { auditChoices } from "@/lib/services/audit/list-audit";
import { NotYours } from "../_components/not-yours";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { AuditTable } from "./_components/audit-table";
import { loadAudit } from "./load";

export const generateMetadata = () => settingsTitle("audit");

export default async function AuditPage({ searchParams }: PageProps<"/settings/audit">) {
  const actor = await requireActor();
  if (!may(actor.role, "audit.read"))
    return (
      <>
        <SettingsHeader current="audit" role={actor.role} />
        <NotYours />
      </>
    );
  const [page, choices] = await Promise.all([
    loadAudit(getReadDb(), actor, await searchParams),
    auditChoices(getReadDb(), actor),
  ]);
  return (
    <ClientMessages namespaces={["settings"]}>
      <SettingsHeader current="audit" role={actor.role} />
      <AuditTable page={page} choices={choices} />
    </ClientMessages>
  );
}
