import { requireActor } from "@/app/_edge/require-actor";
import { readAt } from "@/app/(ops)/_past/read-at";
import { ClientMessages } from "@/components/client-messages";
import { readPastMoment } from "@/components/past/read-moment";
import { getReadDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { auditChoices } from "@/lib/services/audit/list-audit";
import { NotYours } from "../_components/not-yours";
import { SettingsFrame } from "../_components/settings-frame";
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
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const [page, choices] = await readAt(
    asOf,
    (db, now) => Promise.all([loadAudit(db, actor, params, now), auditChoices(db, actor)]),
    getReadDb(),
  );
  return (
    <ClientMessages namespaces={["settings"]}>
      <SettingsFrame current="audit" role={actor.role} asOf={asOf} params={params}>
        <AuditTable page={page} choices={choices} />
      </SettingsFrame>
    </ClientMessages>
  );
}
