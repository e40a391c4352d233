import type { Logger } from "pino";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { type Stream, VendorError } from "@/lib/connectors/live-contract";
import { type LiveAccount, withoutSecrets } from "./account";
import type { ClaimedPass } from "./claim-pass";
import { type Failure, judgeFailure } from "./failures";
import { sayFailure, sayRevoked } from "./say-failure";

/**
 * Writes a failure to the stream, and to the connection where a person should know: the circuit opened, or the grant is
 * gone. Nothing that was read is lost; a pass goes on at its place. `pass` null: a reading by ids failed.
 */
export async function recordFailure(
  db: Db,
  where: { connectionId: number; stream: Stream; pass: ClaimedPass | null },
  error: unknown,
  chance = Math.random(),
): Promise<Failure> {
  const { connectionId, stream, pass } = where;
  return db.begin(async (tx) => {
    const [row] = await tx<{ failures: number }[]>`
      select failures from sync_stream where connection_id = ${connectionId} and stream = ${stream} for update`;
    const failure = judgeFailure(error, row?.failures ?? 0, chance);
    const { step, waitSeconds, code, detail } = failure;
    await tx`
      update sync_stream set failures = failures + 1, last_error_code = ${code}, last_error_detail = ${detail}, last_error_at = now(),
        open_until = case when ${step === "open"} then now() + make_interval(secs => ${waitSeconds}) else open_until end
      where connection_id = ${connectionId} and stream = ${stream}`;
    if (pass)
      await tx`
        update sync_pass set claimed_by = null, claimed_until = null, not_before = now() + make_interval(secs => ${waitSeconds}),
          position = case when ${failure.fromTheBeginning} then null else position end
        where id = ${pass.id} and claimed_by = ${pass.claim}`;
    if (step !== "retry") await tellConnection(tx, connectionId, stream, failure);
    if (step === "reconnect") await markRevoked(tx, connectionId, code);
    await announce(tx, "sync", [connectionId]);
    return failure;
  });
}

async function tellConnection(tx: Tx, connectionId: number, stream: Stream, failure: Failure): Promise<void> {
  const { step, code, detail } = failure;
  const sentence =
    step === "reconnect"
      ? `The vendor no longer accepts this connection (${code}). Reconnect it; nothing is lost meanwhile.`
      : `${stream}: ${detail}`;
  await tx`
    update connection set state = 'error', last_error = ${sentence}, last_error_at = now(),
      last_error_say = ${tx.json(sayFailure(stream, failure) as never)}
    where id = ${connectionId} and state in ('active', 'error')`;
}

/** The same from outside a reading: an action found the grant gone. */
export async function recordRevoked(db: Db, connectionId: number, code: string): Promise<void> {
  await db.begin(async (tx) => {
    const sentence = `The vendor no longer accepts this connection (${code}). Reconnect it; nothing is lost meanwhile.`;
    await tx`
      update connection set state = 'error', last_error = ${sentence}, last_error_at = now(),
        last_error_say = ${tx.json(sayRevoked(code) as never)}
      where id = ${connectionId} and state in ('active', 'error')`;
    await markRevoked(tx, connectionId, code);
    await announce(tx, "sync", [connectionId]);
  });
}

/** The grant is gone: nothing is asked any more until somebody reconnects. */
async function markRevoked(tx: Tx, connectionId: number, code: string): Promise<void> {
  await tx`
    insert into connection_account as a (connection_id, reconnect_since, reconnect_code) values (${connectionId}, now(), ${code})
    on conflict (connection_id) do update set reconnect_since = coalesce(a.reconnect_since, now()), reconnect_code = ${code}`;
  await tx`delete from connection_token where connection_id = ${connectionId}`;
}

/** Writes a failure and logs it. A fault of our own is logged with its stack, in which no secret of the account stands. */
export async function noteFailure(
  db: Db,
  account: LiveAccount,
  where: { stream: Stream; pass: ClaimedPass | null },
  error: unknown,
  log: Logger,
): Promise<Failure> {
  const failure = await recordFailure(db, { connectionId: account.connectionId, ...where }, error);
  const { code, step } = failure;
  const what = { connection: account.key, stream: where.stream, code, step };
  if (error instanceof VendorError) log.warn(what, failure.detail);
  else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error({ ...what, stack: withoutSecrets(account, stack) }, "a reading failed on our side");
  }
  return failure;
}
