import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { listEndpoints } from "@/lib/services/webhook/list-endpoints";
import { NotYours } from "../_components/not-yours";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { EndpointTable } from "./_components/endpoint-table";

export const generateMetadata = () => settingsTitle("webhooks");

export default async function WebhooksPage() {
  const actor = await requireActor();
  if (!may(actor.role, "connection.manage"))
    return (
      <>
        <SettingsHeader current="webhooks" role={actor.role} />
        <NotYours />
      </>
    );
  const endpoints = await listEndpoints(getDb(), actor);
  return (
    <ClientMessages namespaces={["settings", "webhooks"]}>
      <SettingsHeader current="webhooks" role={actor.role} />
      <EndpointTable
        endpoints={endpoints.map((row) => ({
          ...row,
          formerUntil: row.formerUntil?.toISOString() ?? null,
          lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
        }))}
      />
    </ClientMessages>
  );
}
