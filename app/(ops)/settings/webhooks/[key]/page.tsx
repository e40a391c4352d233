import { notFound } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { listAttempts } from "@/lib/services/webhook/list-deliveries";
import { listEndpoints } from "@/lib/services/webhook/list-endpoints";
import { NotYours } from "../../_components/not-yours";
import { SettingsHeader } from "../../_components/settings-header";
import { settingsTitle } from "../../_components/settings-title";
import { AttemptsSheet } from "./_components/attempts-sheet";
import { DeliveryTable } from "./_components/delivery-table";
import { loadDeliveries } from "./load";

export const generateMetadata = () => settingsTitle("webhooks");

/** What was posted to one system, attempt by attempt. */
export default async function DeliveriesPage({
  params,
  searchParams,
}: PageProps<"/settings/webhooks/[key]">) {
  const actor = await requireActor();
  if (!may(actor.role, "connection.manage"))
    return (
      <>
        <SettingsHeader current="webhooks" role={actor.role} />
        <NotYours />
      </>
    );
  const [{ key }, query] = await Promise.all([params, searchParams]);
  const [endpoint] = await listEndpoints(getDb(), actor, { key });
  if (!endpoint) notFound();
  const openId = z.uuid().safeParse(query.open).data ?? null;
  const [page, attempts] = await Promise.all([
    loadDeliveries(getDb(), actor, endpoint.id, query),
    openId === null ? null : listAttempts(getDb(), actor, openId),
  ]);
  return (
    <ClientMessages namespaces={["webhooks"]}>
      <SettingsHeader current="webhooks" role={actor.role} />
      <DeliveryTable endpoint={{ key: endpoint.key, name: endpoint.name }} page={page} />
      {attempts ? (
        <AttemptsSheet
          endpointKey={endpoint.key}
          attempts={attempts.map((attempt) => ({ ...attempt, startedAt: attempt.startedAt.toISOString() }))}
        />
      ) : null}
    </ClientMessages>
  );
}
