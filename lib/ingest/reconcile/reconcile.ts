import type { Logger } from "pino";
import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { VendorError } from "@/lib/connectors/live-contract";
import { jsonText } from "@/lib/core/storable";
import { type FindConnector, type LiveAccount, loadAccount } from "@/lib/ingest/sync/account";
import { loadAliases } from "@/lib/ingest/sync/aliases";
import { type OpenSession, openSession } from "@/lib/ingest/sync/session";
import { wantIds } from "@/lib/ingest/sync/streams";
import { type Comparison, compareHour, type Found } from "./compare";
import { gather } from "./gather";
import { loadOurs } from "./ours";
import { claimReconciliation, releaseReconciliation } from "./plan";
import type { Claimed } from "./steps";
import { type SourceOrder, sourceOrder } from "./theirs";
import { writeChecks } from "./write-checks";

/** How long what was asked for again may take to come in. */
const askAgainSeconds = 60;
const failuresMax = 8;
/** What differed is kept with its details up to this many; all of it is counted and asked for again. */
const foundKept = 2_000;

export interface ReconcileOptions {
  log: Logger;
  signal: AbortSignal;
  vendors: readonly string[];
  find: FindConnector;
}

/**
 * Goes on with one comparison of a source's hour that is due: reads what the source says, holds it against ours, has what
 * differs read again, and writes what stays different as order checks. False: none is due. A failure of the vendor postpones it.
 */
export async function reconcileNext(db: Db, options: ReconcileOptions): Promise<boolean> {
  const claimed = await claimReconciliation(db, options.vendors);
  if (!claimed) return false;
  let opened: OpenSession | null = null;
  try {
    const account = await loadAccount(db, { id: claimed.connectionId }, options.find);
    if (!account) {
      await releaseReconciliation(db, claimed, 3_600);
      return true;
    }
    opened = openSession(db, account, { log: options.log, signal: options.signal, patient: true });
    if (claimed.round > 1 && (await stillWanted(db, claimed))) {
      await releaseReconciliation(db, claimed, askAgainSeconds);
      return true;
    }
    const aliases = await loadAliases(db, claimed.connectionId);
    const again = await askedAgain(db, claimed);
    const wait = await gather(db, opened.session, account, claimed, again, aliases);
    if (wait === null) await compare(db, account, claimed);
    else await releaseReconciliation(db, claimed, wait);
  } catch (error) {
    if (options.signal.aborted) await releaseReconciliation(db, claimed, 0);
    else await postpone(db, claimed, error, options.log);
  } finally {
    await opened?.close();
  }
  return true;
}

async function compare(db: Db, account: LiveAccount, claimed: Claimed): Promise<void> {
  const { connectionId, hour, afterSeconds } = claimed;
  const at = (tx: Queryable) =>
    tx`connection_id = ${connectionId} and hour = ${hour} and after_seconds = ${afterSeconds}`;
  await db.begin(async (tx) => {
    const kept = await tx<{ id: string; fields: Record<string, unknown> }[]>`
      select source_id as id, fields from reconciliation_order where ${at(tx)}`;
    const theirs = kept.flatMap(({ id, fields }): SourceOrder[] => {
      const order = sourceOrder(id, fields);
      return order ? [order] : [];
    });
    const ours = await loadOurs(
      tx,
      connectionId,
      hour,
      theirs.map(({ orderNumber }) => orderNumber),
    );
    const compared = compareHour(theirs, ours);
    await writeSums(tx, claimed, compared);
    const { found } = compared;
    if (claimed.round === 1 && found.length > 0) {
      const ids = [
        ...found.flatMap(({ sourceId }) => sourceId ?? []),
        ...(await sourceIdsOf(tx, claimed, found)),
      ];
      const wanted = await wantIds(tx, connectionId, [{ stream: "orders", ids }]);
      await tx`
        update reconciliation set state = 'asked_again', round = 2, position = null, claimed_until = null,
          not_before = now() + make_interval(secs => ${askAgainSeconds}), found = ${jsonText(found.slice(0, foundKept))}::text::jsonb,
          found_count = ${found.length}, asked_again_count = ${wanted}
        where ${at(tx)}`;
      return;
    }
    const [row] = await tx<{ found: Found[] }[]>`select found from reconciliation where ${at(tx)}`;
    await writeChecks(tx, claimed, compared, row?.found ?? [], theirs, ours);
    await tx`delete from reconciliation_order where ${at(tx)}`;
    await tx`
      update reconciliation set state = 'done', claimed_until = null, position = null, error_code = null, remaining_count = ${found.length}
      where ${at(tx)}`;
    await announce(tx, "sync", [account.connectionId]);
    if (found.length > 0) await announce(tx, "orders");
  });
}

async function writeSums(
  tx: Queryable,
  { connectionId, hour, afterSeconds }: Claimed,
  { source, ours }: Comparison,
): Promise<void> {
  await tx`
    update reconciliation set compared_at = now(), source_orders = ${source.orders}, source_units = ${source.units},
      source_amounts = ${tx.json(source.amounts)}, source_hash = ${source.hash}, our_orders = ${ours.orders}, our_units = ${ours.units},
      our_amounts = ${tx.json(ours.amounts)}, our_hash = ${ours.hash}
    where connection_id = ${connectionId} and hour = ${hour} and after_seconds = ${afterSeconds}`;
}

/** The vendor's ids of orders that are here and not in its list, from what they came as. */
async function sourceIdsOf(
  tx: Queryable,
  { connectionId, hour }: Claimed,
  found: readonly Found[],
): Promise<string[]> {
  const numbers = found.filter(({ sourceId }) => sourceId === null).map(({ orderNumber }) => orderNumber);
  if (numbers.length === 0) return [];
  const rows = await tx<{ id: string }[]>`
    select distinct external_id as id from inbox_record
    where connection_id = ${connectionId} and kind = 'orders' and received_at >= ${hour} and external_id is not null
      and coalesce(fields, raw) ->> 'orderNumber' = any(${numbers})`;
  return rows.map(({ id }) => id);
}

/** What was asked for again in the first round. */
async function askedAgain(db: Db, { connectionId, hour, afterSeconds, round }: Claimed): Promise<string[]> {
  if (round === 1) return [];
  const rows = await db<{ id: string }[]>`
    select distinct f ->> 'sourceId' as id from reconciliation, jsonb_array_elements(found) f
    where connection_id = ${connectionId} and hour = ${hour} and after_seconds = ${afterSeconds} and f ->> 'sourceId' is not null order by 1`;
  return rows.map(({ id }) => id);
}

/** Whether something that was asked for again is still to come. What the vendor refuses is let go of by the sync itself. */
async function stillWanted(db: Db, { connectionId, hour, afterSeconds }: Claimed): Promise<boolean> {
  const [row] = await db`
    select 1 from reconciliation r, jsonb_array_elements(r.found) f
    join sync_wanted w on w.connection_id = ${connectionId} and w.stream = 'orders' and w.external_id = f ->> 'sourceId'
    where r.connection_id = ${connectionId} and r.hour = ${hour} and r.after_seconds = ${afterSeconds} limit 1`;
  return row !== undefined;
}

/** A vendor that does not answer is asked later; after some times the comparison is given up, and a later step makes up for it. */
async function postpone(db: Db, claimed: Claimed, error: unknown, log: Logger): Promise<void> {
  const code = error instanceof VendorError ? error.code : "internal";
  const asked = error instanceof VendorError ? (error.retryAfterSeconds ?? 0) : 0;
  if (!(error instanceof VendorError)) log.error({ err: error, hour: claimed.hour }, "a comparison failed");
  const waitSeconds = Math.max(asked, 30 * 2 ** Math.min(claimed.failures, 6));
  const { connectionId, hour, afterSeconds } = claimed;
  await db`
    update reconciliation set failures = failures + 1, error_code = ${code}, claimed_until = null,
      position = case when ${code} = 'same_page' then null else position end,
      state = case when failures + 1 >= ${failuresMax} then 'failed' else state end,
      not_before = now() + make_interval(secs => ${waitSeconds})
    where connection_id = ${connectionId} and hour = ${hour} and after_seconds = ${afterSeconds}`;
}
