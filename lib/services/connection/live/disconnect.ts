import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { log } from "@/lib/core/log";
import { loadAccount, trialSession } from "@/lib/ingest/sync/connect";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { lockLive } from "./load-live";
import { webhookAddress } from "./webhook-address";

export const disconnectSchema = z.object({ connectionId: z.coerce.number().int().positive() });
const unsubscribeSeconds = 10;

/** What a disconnection leaves and what it removes. */
export interface DisconnectEffect {
  /** These stay, with their history. */
  orders: number;
  listings: number;
  campaigns: number;
  /** These go: what was still to be mapped or repaired. */
  stuckRecords: number;
  /** Raw forms, which are pruned by their age as always. */
  rawRecords: number;
  /** Actions on their way, which will fail with the reason `disconnected`. */
  actionsUnderWay: number;
}

/** What would happen to the data of a connection, for the person to read before. */
export async function describeDisconnect(
  db: Queryable,
  actor: Actor,
  request: z.input<typeof disconnectSchema>,
): Promise<DisconnectEffect> {
  authorise(actor, "connection.manage");
  const { connectionId } = parseInput(disconnectSchema, request);
  const [row] = await db<DisconnectEffect[]>`
    select (select count(*)::int from record_identity where connection_id = ${connectionId} and kind = 'orders') as orders,
      (select count(*)::int from listing l join channel c on c.id = l.channel_id where c.connection_id = ${connectionId}) as listings,
      (select count(*)::int from campaign where connection_id = ${connectionId}) as campaigns,
      (select count(*)::int from inbox_record where connection_id = ${connectionId} and state in ('unmapped', 'rejected')) as "stuckRecords",
      (select count(*)::int from inbox_record where connection_id = ${connectionId}) as "rawRecords",
      (select count(*)::int from action where connection_id = ${connectionId} and state in ('queued', 'sending', 'accepted')) as "actionsUnderWay"`;
  return row ?? { orders: 0, listings: 0, campaigns: 0, stuckRecords: 0, rawRecords: 0, actionsUnderWay: 0 };
}

/**
 * Ends a connection: the vendor is asked to call no more, credentials and tokens are removed, nothing is read or sent any
 * longer. Orders, stock and spend stay with their history; connecting the account anew goes on with them. Repeating it
 * changes nothing. Throws Forbidden or NotFound.
 */
export async function disconnect(
  db: Db,
  actor: Actor,
  request: z.input<typeof disconnectSchema>,
): Promise<DisconnectEffect> {
  authorise(actor, "connection.manage");
  const { connectionId } = parseInput(disconnectSchema, request);
  const effect = await describeDisconnect(db, actor, { connectionId });
  await stopCallBacks(db, connectionId);
  await db.begin(async (tx) => {
    const row = await lockLive(tx, connectionId, { any: true });
    if (row.state === "disconnected") return;
    await tx`
      update connection set state = 'disconnected', secret_sealed = null, last_error = null where id = ${connectionId}`;
    await tx`delete from connection_token where connection_id = ${connectionId}`;
    await tx`delete from connection_former_secret where connection_id = ${connectionId}`;
    await tx`delete from sync_pass where connection_id = ${connectionId}`;
    await tx`delete from sync_wanted where connection_id = ${connectionId}`;
    await tx`
      update inbox_record set state = 'dismissed' where connection_id = ${connectionId} and state in ('unmapped', 'rejected', 'waiting') and fields is not null`;
    await announce(tx, "sync", [connectionId]);
    await writeAudit(tx, actor, {
      verb: "connection.disconnect",
      entity: "connection",
      entityId: connectionId,
      before: { state: row.state },
      after: { state: "disconnected", ...effect },
    });
  });
  return effect;
}

/** A vendor that cannot be asked any more goes on calling for a while; such calls are answered and not taken. */
async function stopCallBacks(db: Db, connectionId: number): Promise<void> {
  const account = await loadAccount(db, { id: connectionId });
  const address = account && webhookAddress(account.key);
  if (!account?.connector.webhooks?.unsubscribe || !address) return;
  try {
    const session = trialSession(account, AbortSignal.timeout(unsubscribeSeconds * 1000));
    await account.connector.webhooks.unsubscribe(session, address);
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    log.warn({ connection: account.key, name }, "the vendor could not be asked to call no more");
  }
}
