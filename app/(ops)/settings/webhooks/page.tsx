import { requireActor } from "@/app/_edge/require-actor";
import { readAt } from "@/app/(ops)/_past/read-at";
import { ClientMessages } from "@/components/client-messages";
import { readPastMoment } from "@/components/past/read-moment";
import { may } from "@/lib/services/_shared/authorise";
import { listEndpoints } from "@/lib/services/webhook/list-endpoints";
import { NotYours } from "../_components/not-yours";
import { SettingsFrame } from "../_components/settings-frame";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { EndpointTable } from "./_components/endpoint-table";

export const generateMetadata = () => settingsTitle("webhooks");

export default async function WebhooksPage({ searchParams }: PageProps<"/settings/webhooks">) {
  const actor = await requireActor();
  if (!may(actor.role, "connection.manage"))
    return (
      <>
        <SettingsHeader current="webhooks" role={actor.role} />
        <NotYours />
      </>
    );
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const endpoints = await readAt(asOf, (db, now) => listEndpoints(db, actor, { now }));
  return (
    <ClientMessages namespaces={["settings", "webhooks"]}>
      <SettingsFrame current="webhooks" role={actor.role} asOf={asOf} params={params}>
        <EndpointTable
          endpoints={endpoints.map((row) => ({
            ...row,
            formerUntil: row.formerUntil?.toISOString() ?? null,
            lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
          }))}
        />
      </SettingsFrame>
    </ClientMessages>
  );
}
