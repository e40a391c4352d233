import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { sayStored } from "@/app/_edge/said";
import { readAt } from "@/app/(ops)/_past/read-at";
import { ClientMessages } from "@/components/client-messages";
import { readPastMoment } from "@/components/past/read-moment";
import { may } from "@/lib/services/_shared/authorise";
import { listConnections } from "@/lib/services/connection/list-connections";
import { type LiveVendor, listOffers } from "@/lib/services/connection/live/list-offers";
import { NotYours } from "../_components/not-yours";
import { SettingsFrame } from "../_components/settings-frame";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { ConnectSheet } from "./_components/connect-sheet";
import { ConnectionTable } from "./_components/connection-table";
import { CreateConnectionButton } from "./_components/create-connection-button";
import { OfferList } from "./_components/offer-list";

export const generateMetadata = () => settingsTitle("connections");

/** Where data comes from, where actions go, and what else can be connected. */
export default async function ConnectionsPage({ searchParams }: PageProps<"/settings/connections">) {
  const actor = await requireActor();
  if (!may(actor.role, "connection.manage"))
    return (
      <>
        <SettingsHeader current="connections" role={actor.role} />
        <NotYours />
      </>
    );
  const [said, params] = await Promise.all([getSaid(), searchParams]);
  const asOf = readPastMoment(params.asOf);
  const { open, connect } = params;
  const connections = await readAt(asOf, (db) => listConnections(db, actor));
  const { live, notLive } = listOffers();
  const wanted = live.find((offer) => offer.vendor === connect);
  const keys = new Set(connections.map(({ key }) => key));
  return (
    <ClientMessages namespaces={["settings", "connections", "connectors", "past"]}>
      <SettingsFrame
        current="connections"
        role={actor.role}
        asOf={asOf}
        params={params}
        actions={<CreateConnectionButton />}
      >
        <ConnectionTable
          openKey={typeof open === "string" && !asOf ? open : null}
          liveNames={Object.fromEntries(live.map(({ vendor, name }) => [vendor, name]))}
          connections={connections.map(({ lastErrorSay, ...row }) => ({
            ...row,
            lastError: sayStored(said, lastErrorSay, row.lastError),
            lastEventAt: row.lastEventAt?.toISOString() ?? null,
            lastConfirmedAt: row.lastConfirmedAt?.toISOString() ?? null,
            lastErrorAt: row.lastErrorAt?.toISOString() ?? null,
            reconnectSince: row.reconnectSince?.toISOString() ?? null,
          }))}
        />
        {asOf ? null : (
          <OfferList
            live={live.map(({ vendor, name, streams, carriesOut }) => ({
              vendor,
              name,
              streams: streams.map(({ stream }) => stream),
              pushed: streams.some(({ pushed }) => pushed),
              carriesOut,
              connected: connections.filter((row) => row.vendor === vendor && row.state !== "disconnected")
                .length,
            }))}
            others={notLive.map(({ vendor, name, ways, presets }) => ({ vendor, name, ways, presets }))}
          />
        )}
        {wanted && !asOf ? (
          <ConnectSheet
            key={wanted.vendor}
            offer={{
              vendor: wanted.vendor,
              name: wanted.name,
              settings: wanted.settings,
              key: freeKey(wanted, keys),
              past: wanted.streams.some(({ backfill }) => backfill),
              places: wanted.asksKeeper,
            }}
          />
        ) : null}
      </SettingsFrame>
    </ClientMessages>
  );
}

/** "shopify", "shopify-2" … whatever is free. */
function freeKey({ vendor }: LiveVendor, taken: ReadonlySet<string>): string {
  const base = vendor.replaceAll("_", "-");
  for (let place = 1; ; place++) {
    const key = place === 1 ? base : `${base}-${place}`;
    if (!taken.has(key)) return key;
  }
}
