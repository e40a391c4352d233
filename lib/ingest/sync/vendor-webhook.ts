import type { Db } from "@/db/client";
import type { SourceRecord, WebhookCall, WebhookMeaning, WebhookSide } from "@/lib/connectors/live-contract";
import { unsealSecret } from "@/lib/core/seal";
import type { LiveAccount } from "./account";
import { applyTogether } from "./apply-together";
import { askToApply } from "./apply-waiting";
import { queueRecords } from "./keep-records";
import { recordRevoked } from "./record-failure";
import { wantIds } from "./streams";

/** What became of a call-back; each is counted by day. */
export type WebhookResult =
  | "applied"
  | "queued"
  | "replay"
  | "ignored"
  | "unsigned"
  | "stale"
  | "malformed"
  | "too_large"
  | "grant_ended";

export interface Answered {
  /** As the vendor expects it. */
  status: number;
  result: WebhookResult;
}

/** Records beyond these are applied by the worker, so that the vendor is answered in time. */
const recordsAtOnce = 20;

/**
 * Takes one call-back of a vendor: size, signature and age first, then each event once. Records that came whole are
 * visible when it returns; what the call only names is asked for by the worker at once. Whatever is wrong with a call is
 * answered as the vendor expects it, counted, and never processed.
 */
export async function takeVendorWebhook(
  db: Db,
  account: LiveAccount,
  side: WebhookSide,
  call: WebhookCall,
  now: Date,
): Promise<Answered> {
  const answered = await judge(db, account, side, call, now);
  await db`
    insert into webhook_tally as t (connection_id, day, result, count, last_at)
    values (${account.connectionId}, (now() at time zone 'UTC')::date, ${answered.result}, 1, now())
    on conflict (connection_id, day, result) do update set count = t.count + 1, last_at = now()`;
  return answered;
}

async function judge(
  db: Db,
  account: LiveAccount,
  side: WebhookSide,
  call: WebhookCall,
  now: Date,
): Promise<Answered> {
  const { taken, unsigned, malformed } = side.statuses;
  if (Buffer.byteLength(call.rawBody) > side.bytesMax) return { status: malformed, result: "too_large" };
  const present = new Date(now.getTime() + account.clockAheadSeconds * 1000);
  const verdict = side.verify(call, await signingSecrets(db, account), present);
  if (verdict === "unsigned") return { status: unsigned, result: "unsigned" };
  // A stale call is genuine, so refusing it would only make the vendor give the hook up; polling brings what it meant.
  if (verdict === "stale") return { status: taken, result: "stale" };
  const meaning = side.understand(call, account.settings);
  if (meaning.kind === "malformed") return { status: malformed, result: "malformed" };
  if (meaning.kind === "ignored") return { status: taken, result: "ignored" };
  const [state] = await db<
    { state: string }[]
  >`select state from connection where id = ${account.connectionId}`;
  if (state?.state === "paused") return { status: taken, result: "ignored" };
  if (await wasTaken(db, account.connectionId, meaning.eventId)) return { status: taken, result: "replay" };
  const result = await carryOut(db, account, meaning);
  await db`
    insert into inbox_record (connection_id, kind, event_id, raw, source_event_at, state, applied_at)
    values (${account.connectionId}, 'webhook', ${meaning.eventId}, ${db.json({ topic: meaning.topic })}, ${meaning.eventAt}::timestamptz,
      'applied', clock_timestamp())
    on conflict (connection_id, kind, event_id) do nothing`;
  if (meaning.eventAt)
    await db`
      update connection set last_event_at = least(now(), ${meaning.eventAt}::timestamptz)
      where id = ${account.connectionId} and coalesce(last_event_at < least(now(), ${meaning.eventAt}::timestamptz), true)`;
  return { status: taken, result };
}

async function carryOut(
  db: Db,
  account: LiveAccount,
  meaning: Extract<WebhookMeaning, { kind: "event" | "grant_ended" }>,
): Promise<WebhookResult> {
  const { connectionId } = account;
  if (meaning.kind === "grant_ended") {
    await recordRevoked(db, connectionId, "grant_ended");
    return "grant_ended";
  }
  const { records, fetch } = meaning;
  if (fetch.length > 0) await wantIds(db, connectionId, fetch);
  if (records.length > recordsAtOnce) {
    await queueAll(db, connectionId, records);
    return "queued";
  }
  if (records.length > 0) await applyTogether(db, connectionId, records);
  return records.length > 0 ? "applied" : "queued";
}

async function queueAll(db: Db, connectionId: number, records: readonly SourceRecord[]): Promise<void> {
  await db.begin(async (tx) => {
    await queueRecords(tx, connectionId, records);
    await askToApply(tx);
  });
}

async function wasTaken(db: Db, connectionId: number, eventId: string): Promise<boolean> {
  const [row] = await db`
    select 1 from inbox_record where connection_id = ${connectionId} and kind = 'webhook' and event_id = ${eventId}`;
  return row !== undefined;
}

/** Every secret of the account may be the one that signs; so may those that were replaced a little while ago. */
async function signingSecrets(db: Db, { connectionId, secrets }: LiveAccount): Promise<string[]> {
  const former = await db<{ sealed: Uint8Array }[]>`
    select secret_sealed as sealed from connection_former_secret where connection_id = ${connectionId} and ends_at > now() order by id desc`;
  const older = former.flatMap(({ sealed }) => {
    const opened: unknown = JSON.parse(unsealSecret(sealed));
    return typeof opened === "object" && opened !== null ? Object.values(opened) : [];
  });
  return [...Object.values(secrets), ...older].filter(
    (secret): secret is string => typeof secret === "string",
  );
}
