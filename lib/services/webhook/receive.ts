import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { Db, Tx } from "@/db/client";
import { Invalid, NotFound, type PlimsollError, Unauthenticated } from "@/lib/core/errors";
import { adReading, type Reading, transferReading } from "@/lib/core/outbound";
import { storable } from "@/lib/core/storable";
import type { Actor } from "../_shared/actor";
import { applyReading } from "../action/apply-reading";
import { findAction } from "../action/load";
import { type Connection, loadConnection } from "../action/target";
import { noteAdState } from "./note-ad-state";

const bodyBytesMax = 256 * 1024;

const envelope = z.object({
  type: z.string().max(100),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.unknown(),
});

/** applied: something was done. unchanged: nothing to do. replay: this very event was taken before. ignored: a type we do not use. */
export type Received = { result: "applied" | "unchanged" | "replay" | "ignored" };

/**
 * Takes a call-back of a warehouse or an ad platform: signature over the raw body, five minutes around the present, each
 * event once, then what it says is applied, all in one transaction with the record of its arrival. Headers by lower-case
 * name. Throws NotFound for an unknown connection, Unauthenticated for a bad or old signature, Invalid for a body that
 * cannot be used; after any of them nothing is kept, so that the sender may try again.
 */
export async function receiveWebhook(
  db: Db,
  connectionKey: string,
  headers: Record<string, string>,
  rawBody: string,
): Promise<Received> {
  const connection = await loadConnection(db, { key: connectionKey });
  if (!connection?.target) throw new NotFound("No connection of this name takes call-backs.", { say: null });
  const { secret, formerSecrets = [] } = connection.target;
  const content = storable(verified([secret, ...formerSecrets], headers, rawBody));
  const message = envelope.safeParse(content);
  if (!message.success)
    throw new Invalid("The body is no message: type, timestamp and data are needed.", {
      say: null,
    });
  const eventId = headers["webhook-id"] ?? "";
  const { type, data, timestamp } = message.data;
  return db.begin(async (tx) => {
    const [fresh] = await tx<{ id: number }[]>`
      insert into inbox_record (connection_id, kind, event_id, raw, source_event_at, state)
      values (${connection.id}, 'webhook', ${eventId}, ${tx.json(content as never)}, ${timestamp}, 'waiting')
      on conflict (connection_id, kind, event_id) do nothing returning id`;
    if (!fresh) return { result: "replay" };
    const result = await apply(tx, connection, type, data, timestamp);
    await tx`
      update inbox_record set state = ${result === "applied" ? "applied" : "unchanged"}, applied_at = now(),
        version = ${null}, reason = ${result === "ignored" ? `type ${type} is not used` : null}
      where id = ${fresh.id}`;
    await tx`
      update connection set last_event_at = greatest(last_event_at, ${timestamp}::timestamptz), last_confirmed_at = now()
      where id = ${connection.id}`;
    return { result };
  });
}

/** What the body holds, once one of the secrets fits its signature. */
function verified(secrets: readonly string[], headers: Record<string, string>, rawBody: string): unknown {
  if (Buffer.byteLength(rawBody) > bodyBytesMax)
    throw new Invalid("The body is longer than 256 KiB. Send fewer lines at a time.", { say: null });
  for (const secret of secrets) {
    try {
      return new Webhook(secret).verify(rawBody, headers);
    } catch (error) {
      // The signature comes first: a body that is no JSON was signed with this secret.
      if (error instanceof SyntaxError) throw new Invalid("The body is no JSON.", { say: null });
    }
  }
  throw new Unauthenticated(
    "The signature does not fit the body, or its time is more than five minutes off. Check the secret and the clock.",
    { say: null },
  );
}

async function apply(
  tx: Tx,
  connection: Connection,
  type: string,
  data: unknown,
  timestamp: string,
): Promise<Received["result"]> {
  const actor: Actor = {
    kind: "system",
    id: `connection:${connection.key}`,
    name: connection.name,
    role: "admin",
  };
  if (type === "ad.changed") {
    const ad = adReading.safeParse(withReadAt(data, timestamp));
    if (!ad.success) throw unusable(type, ad.error);
    // The action before its ad, as everywhere, so that a reading of the same action cannot wait for this and this for it.
    const proved = await applyTo(tx, actor, connection, ad.data.lastActionId, { subject: "ad", ...ad.data });
    const noted = await noteAdState(tx, actor, connection.id, ad.data);
    return noted || proved ? "applied" : "unchanged";
  }
  const state = {
    "transfer.shipped": "shipped",
    "transfer.received": "received",
    "transfer.cancelled": "cancelled",
  }[type];
  if (!state) return "ignored";
  const transfer = transferReading.safeParse(asTransferReading(data, state, timestamp));
  if (!transfer.success) throw unusable(type, transfer.error);
  const applied = await applyTo(tx, actor, connection, transfer.data.actionId, {
    subject: "transfer",
    ...transfer.data,
  });
  if (!applied)
    throw new NotFound(`No transfer of this connection has the action ${transfer.data.actionId}.`, {
      say: null,
    });
  return "applied";
}

async function applyTo(
  tx: Tx,
  actor: Actor,
  connection: Connection,
  actionId: string | null | undefined,
  reading: Reading,
): Promise<boolean> {
  if (!actionId || !z.uuid().safeParse(actionId).success) return false;
  const action = await findAction(tx, actionId);
  if (action?.connectionId !== connection.id) return false;
  await applyReading(tx, actor, actionId, reading);
  const [cancel] = await tx<
    { id: string }[]
  >`select id from action where undo_of = ${actionId} and kind = 'transfer_cancel'`;
  if (cancel) await applyReading(tx, actor, cancel.id, reading);
  return true;
}

const withReadAt = (data: unknown, timestamp: string): unknown =>
  typeof data === "object" && data !== null ? { readAt: timestamp, ...data } : data;

/** A call-back names one happening; as a reading it is the state after it. */
function asTransferReading(data: unknown, state: string, timestamp: string): unknown {
  if (typeof data !== "object" || data === null) return data;
  const occurredAt = "occurredAt" in data ? data.occurredAt : timestamp;
  return { ...data, state, readAt: timestamp, [`${state}At`]: occurredAt };
}

function unusable(type: string, error: z.ZodError): PlimsollError {
  const fieldErrors = Object.fromEntries(
    error.issues.map((issue) => [`data.${issue.path.join(".")}`, issue.message]),
  );
  return new Invalid(`The data of ${type} cannot be used: ${Object.keys(fieldErrors).join(", ")}.`, {
    say: null,
    fieldErrors,
  });
}
