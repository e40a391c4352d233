import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { sayStored } from "@/app/_edge/said";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { listConnections } from "@/lib/services/connection/list-connections";
import { NotYours } from "../_components/not-yours";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { ConnectionTable } from "./_components/connection-table";
import { CreateConnectionButton } from "./_components/create-connection-button";

export const generateMetadata = () => settingsTitle("connections");

export default async function ConnectionsPage({ searchParams }: PageProps<"/settings/connections">) {
  const actor = await requireActor();
  if (!may(actor.role, "connection.manage"))
    return (
      <>
        <SettingsHeader current="connections" role={actor.role} />
        <NotYours />
      </>
    );
  const [connections, said, { open }] = await Promise.all([
    listConnections(getDb(), actor),
    getSaid(),
    searchParams,
  ]);
  return (
    <ClientMessages namespaces={["settings"]}>
      <SettingsHeader current="connections" role={actor.role} actions={<CreateConnectionButton />} />
      <ConnectionTable
        openKey={typeof open === "string" ? open : null}
        connections={connections.map(({ lastErrorSay, ...row }) => ({
          ...row,
          lastError: sayStored(said, lastErrorSay, row.lastError),
          lastEventAt: row.lastEventAt?.toISOString() ?? null,
          lastConfirmedAt: row.lastConfirmedAt?.toISOString() ?? null,
          lastErrorAt: row.lastErrorAt?.toISOString() ?? null,
        }))}
      />
    </ClientMessages>
  );
}
