import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import type { Stream } from "@/lib/connectors/live-contract";
import type { ClaimedPass } from "./claim-pass";
import { endRun } from "./runs-of-passes";

/** How far the vendor's clock may be off from what is known of it, without a change being passed over. */
const clockMarginMs = 5_000;

/** Ends a pass that was read to its end: watermark, next time, run. False: the claim was lost, and nothing is written. */
export async function finishPass(db: Db, pass: ClaimedPass, clockAheadSeconds: number): Promise<boolean> {
  return db.begin(async (tx) => {
    const [stream] = await tx`
      select 1 from sync_stream where connection_id = ${pass.connectionId} and stream = ${pass.stream} for update`;
    const [ended] = await tx<{ runId: number | null }[]>`
      delete from sync_pass where id = ${pass.id} and claimed_by = ${pass.claim} returning run_id as "runId"`;
    if (!stream || !ended) return false;
    const reachesNow = pass.kind !== "backfill";
    await tx`
      update sync_stream set
        watermark = case when ${reachesNow} then greatest(watermark, ${new Date(pass.until.getTime() - clockMarginMs)}) else watermark end,
        last_ok_at = case when ${reachesNow} then now() else last_ok_at end,
        next_due_at = case when ${pass.kind === "incremental"} then greatest(now(), ${pass.begunAt}::timestamptz + make_interval(secs => wanted_seconds)) else next_due_at end
      where connection_id = ${pass.connectionId} and stream = ${pass.stream}`;
    await endRun(tx, ended.runId);
    await tx`
      insert into connection_account (connection_id, clock_ahead_seconds) values (${pass.connectionId}, ${clockAheadSeconds})
      on conflict (connection_id) do update set clock_ahead_seconds = excluded.clock_ahead_seconds
      where connection_account.clock_ahead_seconds is distinct from excluded.clock_ahead_seconds`;
    await recordSuccess(tx, pass.connectionId, pass.stream);
    await announce(tx, "sync", [pass.connectionId]);
    return true;
  });
}

/** The vendor answered as it should: the circuit closes, and the connection is well again once no stream fails. */
export async function recordSuccess(tx: Tx, connectionId: number, stream: Stream): Promise<void> {
  await tx`
    update sync_stream set failures = 0, open_until = null, last_error_code = null, last_error_detail = null
    where connection_id = ${connectionId} and stream = ${stream} and (failures > 0 or open_until is not null)`;
  await tx`
    update connection c set last_confirmed_at = now(),
      state = case when c.state = 'error' then 'active' else c.state end,
      last_error = case when c.state = 'error' then null else c.last_error end
    where c.id = ${connectionId}
      and not exists (select from sync_stream s where s.connection_id = c.id and not s.paused and s.failures > 0)
      and not exists (select from connection_account a where a.connection_id = c.id and a.reconnect_since is not null)`;
}
