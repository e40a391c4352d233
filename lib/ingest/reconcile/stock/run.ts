import type { Logger } from "pino";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import {
  type Position,
  type ReadRequest,
  type Session,
  type Stream,
  VendorError,
} from "@/lib/connectors/live-contract";
import { type FindConnector, type LiveAccount, loadAccount } from "@/lib/ingest/sync/account";
import { loadAliases } from "@/lib/ingest/sync/aliases";
import { applySourceRecords } from "@/lib/ingest/sync/apply-records";
import { pause } from "@/lib/ingest/sync/pause";
import { refuseSamePage } from "@/lib/ingest/sync/same-page";
import { type OpenSession, openSession } from "@/lib/ingest/sync/session";
import { type ClaimedStock, claimStock } from "./plan";
import { bothSides, keepShelves } from "./shelves";

const failuresMax = 8;
/** What is asked for again in one call. */
const idsAtATime = 50;
const waitInlineSeconds = 2;

export interface StockOptions {
  log: Logger;
  signal: AbortSignal;
  vendors: readonly string[];
  find: FindConnector;
}

/**
 * Goes on with one comparison of what a source lists of the stock that it keeps: reads the list, holds it against the
 * ledger, reads and takes in anew what differs, and keeps what differs even then. False: none is due. A failure of the
 * vendor postpones it; a killed one goes on at the page it was on.
 */
export async function reconcileStockNext(db: Db, options: StockOptions): Promise<boolean> {
  const claimed = await claimStock(db, options.vendors);
  if (!claimed) return false;
  let opened: OpenSession | null = null;
  try {
    const account = await loadAccount(db, { id: claimed.connectionId }, options.find);
    if (!account) {
      await release(db, claimed, 3_600);
      return true;
    }
    opened = openSession(db, account, { log: options.log, signal: options.signal, patient: true });
    const wait = claimed.state === "reading" ? await readList(db, opened.session, account, claimed) : null;
    if (wait !== null) await release(db, claimed, wait);
    else if (claimed.state === "asking" || (await compare(db, claimed))) {
      await askAgain(db, opened.session, account, claimed);
      await conclude(db, claimed);
    }
  } catch (error) {
    if (options.signal.aborted) await release(db, claimed, 0);
    else await postpone(db, claimed, error, options.log);
  } finally {
    await opened?.close();
  }
  return true;
}

const streamOf = ({ connector }: LiveAccount): Stream => (connector.streams.stock ? "stock" : "products");

/** Seconds that the vendor wants to be left alone, or null once the list is here. */
async function readList(
  db: Db,
  session: Session,
  account: LiveAccount,
  claimed: ClaimedStock,
): Promise<number | null> {
  const aliases = await loadAliases(db, claimed.connectionId);
  const scope = { kind: "incremental", since: null, until: session.now().toISOString() } as const;
  let position: Position | null = claimed.position;
  for (;;) {
    const page = await connectorPage(account, session, { stream: streamOf(account), position, scope });
    await db.begin(async (tx) => {
      await keepShelves(tx, claimed, page.records, aliases, false);
      await tx`
        update stock_reconciliation set position = ${page.next === null ? null : tx.json(page.next)},
          claimed_until = now() + interval '5 minutes' where ${ofThis(tx, claimed)}`;
    });
    if (page.next === null) return null;
    position = page.next;
    const wait = page.waitSeconds ?? 0;
    if (wait > waitInlineSeconds) return wait;
    if (wait > 0) await pause(wait, session.signal);
    session.signal.throwIfAborted();
  }
}

async function connectorPage({ connector }: LiveAccount, session: Session, request: ReadRequest) {
  const page = await connector.read(session, request);
  refuseSamePage(page, request.position);
  return page;
}

/** Sums both sides. True: something differs, and what does is kept to be asked for again. */
async function compare(db: Db, claimed: ClaimedStock): Promise<boolean> {
  return db.begin(async (tx) => {
    const [sums] = await tx<{ found: number }[]>`
      with side as materialized (${bothSides(tx, claimed, { whole: true })}),
      summed as (
        select count(*) filter (where listed)::int as shelves, coalesce(sum(theirs), 0) as units,
          sha256(convert_to(coalesce(string_agg(concat_ws('|', sku_id, location_id, theirs, theirs_apart), E'\n' order by sku_id, location_id)
            filter (where listed), ''), 'UTF8')) as hash,
          count(*) filter (where ours is not null)::int as our_shelves, coalesce(sum(ours), 0) as our_units,
          sha256(convert_to(coalesce(string_agg(concat_ws('|', sku_id, location_id, ours, case when theirs_apart is not null then ours_apart end), E'\n'
            order by sku_id, location_id) filter (where ours is not null), ''), 'UTF8')) as our_hash,
          count(*) filter (where differs)::int as found
        from side),
      unlisted as (${keepDiffering(tx, claimed, tx`select * from side where differs and not listed`)}),
      dropped as (
        delete from stock_reconciliation_shelf t using side s where s.listed and not s.differs and t.sku_id = s.sku_id
          and t.location_id = s.location_id and t.connection_id = ${claimed.connectionId} and t.started_at = ${claimed.startedAt}::text::timestamptz)
      update stock_reconciliation r set compared_at = now(), source_shelves = s.shelves, source_units = s.units, source_hash = s.hash,
        our_shelves = s.our_shelves, our_units = s.our_units, our_hash = s.our_hash, found_count = s.found, position = null,
        state = case when s.found = 0 then 'done' else 'asking' end, remaining_count = case when s.found = 0 then 0 end,
        claimed_until = case when s.found > 0 then r.claimed_until end
      from summed s where ${ofThis(tx, claimed)} returning s.found`;
    if (sums && sums.found > 0) return true;
    await settle(tx, claimed);
    return false;
  });
}

/** Reads what differs once more and takes it in, so that only what cannot be put right by that remains. */
async function askAgain(
  db: Db,
  session: Session,
  account: LiveAccount,
  claimed: ClaimedStock,
): Promise<void> {
  const { connectionId } = claimed;
  const aliases = await loadAliases(db, connectionId);
  const rows = await db<{ id: string }[]>`
    select distinct source_id as id from stock_reconciliation_shelf where ${ofThis(db, claimed)} order by 1`;
  for (let at = 0; at < rows.length; at += idsAtATime) {
    const ids = rows.slice(at, at + idsAtATime).map(({ id }) => id);
    let position: Position | null = null;
    do {
      const request: ReadRequest = { stream: streamOf(account), position, scope: { kind: "ids", ids } };
      const page = await connectorPage(account, session, request);
      await applySourceRecords(db, page.records, { connectionId, trigger: "poll" });
      await keepShelves(db, claimed, page.records, aliases, true);
      position = page.next;
    } while (position !== null);
    session.signal.throwIfAborted();
    await db`update stock_reconciliation set claimed_until = now() + interval '5 minutes' where ${ofThis(db, claimed)}`;
  }
}

async function conclude(db: Db, claimed: ClaimedStock): Promise<void> {
  await db.begin(async (tx) => {
    const kept = await tx<{ listed: boolean }[]>`
      with side as materialized (${bothSides(tx, claimed, { whole: false })}),
      kept as (${keepDiffering(tx, claimed, tx`select * from side where differs`)})
      select listed from side where differs`;
    await tx`
      update stock_reconciliation set state = 'done', claimed_until = null, error_code = null, remaining_count = ${kept.length}
      where ${ofThis(tx, claimed)}`;
    await tx`delete from stock_reconciliation_shelf where ${ofThis(tx, claimed)}`;
    await settle(tx, claimed);
  });
}

const keepDiffering = (tx: Tx, { connectionId }: ClaimedStock, rows: ReturnType<Tx>) => tx`
  insert into stock_check as k (connection_id, sku_id, location_id, our_units, our_unavailable, source_units, source_unavailable)
  select ${connectionId}::int, d.sku_id, d.location_id, coalesce(d.ours, 0), coalesce(d.ours_apart, 0), d.theirs, d.theirs_apart from (${rows}) d
  order by 2, 3
  on conflict (connection_id, sku_id, location_id) do update set our_units = excluded.our_units, our_unavailable = excluded.our_unavailable,
    source_units = excluded.source_units, source_unavailable = excluded.source_unavailable, checked_at = now(),
    found_at = case when k.resolved_at is null then k.found_at else now() end, resolved_at = null`;

/** What this comparison did not find different is settled. */
async function settle(tx: Tx, { connectionId, startedAt }: ClaimedStock): Promise<void> {
  await tx`
    update stock_check set resolved_at = now()
    where connection_id = ${connectionId} and resolved_at is null and checked_at < ${startedAt}::text::timestamptz`;
  await announce(tx, "sync", [connectionId]);
}

const ofThis = (db: Db | Tx, { connectionId, startedAt }: ClaimedStock) =>
  db`connection_id = ${connectionId} and started_at = ${startedAt}::text::timestamptz`;

async function release(db: Db, claimed: ClaimedStock, waitSeconds: number): Promise<void> {
  await db`
    update stock_reconciliation set claimed_until = null, not_before = now() + make_interval(secs => ${waitSeconds}) where ${ofThis(db, claimed)}`;
}

/** A vendor that does not answer is asked later; after some times the comparison is given up, and the next makes up for it. */
async function postpone(db: Db, claimed: ClaimedStock, error: unknown, log: Logger): Promise<void> {
  const known = error instanceof VendorError ? error : null;
  if (!known) log.error({ err: error, startedAt: claimed.startedAt }, "a comparison of stock failed");
  const waitSeconds = Math.max(known?.retryAfterSeconds ?? 0, 30 * 2 ** Math.min(claimed.failures, 6));
  const code = known?.code ?? "internal";
  await db`
    update stock_reconciliation set failures = failures + 1, error_code = ${code}, claimed_until = null,
      position = case when ${code} = 'same_page' then null else position end,
      state = case when failures + 1 >= ${failuresMax} then 'failed' else state end,
      not_before = now() + make_interval(secs => ${waitSeconds})
    where ${ofThis(db, claimed)}`;
}
