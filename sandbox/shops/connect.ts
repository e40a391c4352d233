import { randomBytes } from "node:crypto";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import type { Stream } from "@/lib/connectors/live-contract";
import { ensureStreams, liveConnectorFor } from "@/lib/ingest/sync/connect";
import { sealSecret } from "@/lib/services/_shared/seal";

/** How a connection of the sample company reaches its live server, and what it reads there. */
export interface ShopConnection {
  key: string;
  vendor: string;
  /** Its name at the vendor. */
  account: string;
  origin: string;
  settings: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
  scopes: readonly string[];
  /**
   * Streams with the seconds between polls; null: the vendor's usual. What is left out is not read: the company's goods
   * and places are kept elsewhere, and warehouse systems report its stock.
   */
  streams: Readonly<Partial<Record<Stream, number | null>>>;
}

/** Keys of the sample company's connections of a vendor that can be played: there, simulated, and not disconnected. */
export async function playable(db: Db, key: string, vendor: string): Promise<boolean> {
  const [row] = await db`
    select 1 from connection where key = ${key} and vendor = ${vendor} and simulated and state <> 'disconnected'`;
  return row !== undefined;
}

/** A secret of a connection, made once and kept in `secrets`. */
export function keptSecret(secrets: Record<string, string>, name: string): string {
  secrets[name] ??= randomBytes(24).toString("base64url");
  return secrets[name];
}

/**
 * Writes address, credentials and streams as connecting by hand does, and asks for call-backs. Reading begins now, so that
 * nothing of what the sample company loaded is read again. Repeating it moves the address and nothing else. Needs
 * PLIMSOLL_SECRET.
 */
export async function connectShop(db: Db, shop: ShopConnection): Promise<void> {
  const connector = liveConnectorFor(shop.vendor);
  if (!connector) throw new RangeError(`nothing speaks to ${shop.vendor} live`);
  await db.begin(async (tx) => {
    const config = { baseUrl: shop.origin, settings: shop.settings, readingSeconds: 60 };
    const [row] = await tx<{ id: number }[]>`
      update connection set config = config || ${tx.json(config)}, secret_sealed = ${sealSecret(JSON.stringify(shop.secrets))}
      where key = ${shop.key} and simulated returning id`;
    if (!row) return;
    await tx`
      insert into connection_account (connection_id, account, scopes, checked_at)
      values (${row.id}, ${shop.account}, ${[...shop.scopes]}, now())
      on conflict (connection_id) do update set account = excluded.account, checked_at = now(), reconnect_since = null, reconnect_code = null`;
    // A server that began anew knows none of the tokens it gave out.
    await tx`delete from connection_token where connection_id = ${row.id}`;
    await ensureStreams(tx, row.id, connector, { newerThan: new Date() });
    const streams = Object.entries(shop.streams).map(([stream, seconds]) => ({ stream, seconds }));
    await tx`
      delete from sync_stream where connection_id = ${row.id} and not (stream = any(${streams.map(({ stream }) => stream)}))`;
    await tx`
      update sync_stream s set wanted_seconds = r.seconds from jsonb_to_recordset(${tx.json(streams)}) as r (stream text, seconds int)
      where s.connection_id = ${row.id} and s.stream = r.stream and r.seconds is not null`;
    if (connector.webhooks?.subscribe)
      await enqueue(
        tx,
        "webhooks.subscribe",
        { connectionId: row.id },
        { key: `webhooks.subscribe:${row.id}` },
      );
  });
}
