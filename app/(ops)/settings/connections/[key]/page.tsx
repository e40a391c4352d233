import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { callsByHour, connectionByKey } from "@/db/queries/live";
import { may } from "@/lib/services/_shared/authorise";
import { describeDisconnect } from "@/lib/services/connection/live/disconnect";
import { offerOf } from "@/lib/services/connection/live/list-offers";
import { listPlaces } from "@/lib/services/connection/live/list-places";
import { streamHealth } from "@/lib/services/connection/live/stream-health";
import { webhookAddress } from "@/lib/services/connection/live/webhook-address";
import { SettingsHeader } from "../../_components/settings-header";
import { BackfillSheet } from "./_components/backfill-sheet";
import { CallsPanel } from "./_components/calls-panel";
import { ConnectionHead } from "./_components/connection-head";
import { DisconnectSheet } from "./_components/disconnect-sheet";
import { PlacesPanel } from "./_components/places-panel";
import { QuotasPanel } from "./_components/quotas-panel";
import { ReconnectSheet } from "./_components/reconnect-sheet";
import { RunsPanel } from "./_components/runs-panel";
import { StreamsPanel } from "./_components/streams-panel";
import { WebhooksPanel } from "./_components/webhooks-panel";
import { streamRows } from "./stream-rows";

type Props = PageProps<"/settings/connections/[key]">;

export async function generateMetadata({ params }: Props) {
  const [{ key }, t] = await Promise.all([params, getTranslations("settings")]);
  const connection = await connectionByKey(getDb(), key);
  return { title: `${connection?.name ?? key} – ${t("tabs.connections")}` };
}

/** How one live connection does, and everything that can be done with it. */
export default async function ConnectionPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const [{ key }, { sheet, backfill }] = await Promise.all([params, searchParams]);
  const db = getDb();
  const connection = await connectionByKey(db, key);
  const offer = connection && offerOf(connection.vendor);
  if (!connection || !offer) notFound();
  const manages = may(actor.role, "connection.manage");
  const syncs = may(actor.role, "sync.now");
  const [health, calls, places, effect] = await Promise.all([
    streamHealth(db, actor, { connectionId: connection.id }),
    callsByHour(db, connection.id),
    listPlaces(db, actor, { connectionId: connection.id }),
    manages && sheet === "disconnect" ? describeDisconnect(db, actor, { connectionId: connection.id }) : null,
  ]);
  const rows = streamRows(health, offer);
  const past = syncs ? rows.find((row) => row.stream === backfill && row.backfill) : undefined;
  return (
    <ClientMessages namespaces={["connections", "connectors"]}>
      <SettingsHeader current="connections" role={actor.role} />
      <ConnectionHead
        health={health}
        vendor={offer.name}
        simulated={connection.simulated}
        manages={manages}
        syncs={syncs}
      />
      <StreamsPanel
        connection={{
          id: connection.id,
          key,
          state: connection.state,
          reconnectSince: health.reconnectSince?.toISOString() ?? null,
        }}
        rows={rows}
        syncs={syncs && connection.state !== "disconnected"}
      />
      {places.places.length > 0 ? (
        <PlacesPanel
          connectionId={connection.id}
          {...places}
          manages={manages && connection.state !== "disconnected"}
        />
      ) : null}
      <div className="grid grid-cols-1 gap-3 pt-3 xl:grid-cols-2">
        <QuotasPanel connectionKey={key} quotas={health.quotas} />
        <WebhooksPanel
          connectionKey={key}
          address={webhookAddress(key)}
          pushed={offer.streams.some(({ pushed }) => pushed)}
          tally={health.webhooks}
        />
      </div>
      <div className="grid grid-cols-1 gap-3 pt-3 pb-8 xl:grid-cols-2">
        <RunsPanel connectionKey={key} runs={health.runs} />
        <CallsPanel connectionKey={key} calls={calls} total={health.calls} />
      </div>
      {past ? <BackfillSheet connection={{ id: connection.id, key }} stream={past.stream} /> : null}
      {manages && sheet === "reconnect" ? (
        <ReconnectSheet
          connection={{ id: connection.id, key, name: connection.name }}
          vendor={offer.name}
          settings={offer.settings}
          stored={connection.settings}
          secretsKept={connection.state !== "disconnected"}
        />
      ) : null}
      {effect && connection.state !== "disconnected" ? (
        <DisconnectSheet
          connection={{ id: connection.id, key, name: connection.name }}
          vendor={offer.name}
          effect={effect}
        />
      ) : null}
    </ClientMessages>
  );
}
