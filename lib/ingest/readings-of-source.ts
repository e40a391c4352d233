import type { Db, Queryable, Tx } from "@/db/client";
import { log } from "@/lib/core/log";
import type { IngestContext } from "./context";
import type { BatchOutcome, Tally } from "./outcome";
import type { Kind } from "./schemas/index";

/** Who sends records, and how it is put on record that they do. */
export interface Sender {
  /** Tells senders apart. */
  key: string;
  /** Writes that records begin to come, inside the transaction of the first of them. */
  begun: (tx: Tx, runId: number) => Promise<void>;
  /** Writes what came, inside the transaction that counts it. */
  counted: (tx: Tx, runId: number, tally: Tally) => Promise<void>;
}

/** To be called last inside the transaction of records, with what became of them. */
export type Conclude = (tx: Tx, outcome: BatchOutcome) => Promise<void>;
type Work = (conclude: Conclude) => Promise<BatchOutcome>;

interface Account {
  db: Db;
  context: IngestContext;
  kind: Kind;
  sender: Sender | null;
  tally: Tally;
  first: Date;
  last: Date;
  /** Of the run that the first record taken in has written; null: none was taken yet. */
  runId: number | null;
  opening: Promise<void> | null;
  underWay: Set<Promise<unknown>>;
}

const none = (): Tally => ({ read: 0, accepted: 0, unchanged: 0, rejected: 0 });
const open = new Map<Db, Map<string, Account>>();
let timer: NodeJS.Timeout | null = null;

/**
 * Keeps the account of records that came together: their run and the sender's word of it are written in their transaction.
 */
export async function accountTogether(
  context: IngestContext,
  kind: Kind,
  sender: Sender,
  work: Work,
): Promise<BatchOutcome> {
  return await work(async (tx, tally) => {
    const account = { context, kind, tally, first: context.now, last: context.now };
    const runId = await insertRun(tx, account);
    await confirmConnection(tx, account);
    if (tally.accepted > 0) await sender.counted(tx, runId, tally);
  });
}

/**
 * Keeps the account of records that came one by one: a run a sender, source, kind and second, not one a record, because a
 * row that every request writes would let one request at a time through. That they come is written with the first record
 * that is taken, whose transaction the others of that second wait for; how many they were, at its end. What a kill loses
 * is at most the last second of the count, never a record nor who sent it.
 */
export function accountSingly(
  db: Db,
  context: IngestContext,
  kind: Kind,
  sender: Sender | null,
  work: Work,
): Promise<BatchOutcome> {
  const account = accountOf(db, context, kind, sender);
  const done = carryOut(account, work).then((outcome) => {
    account.tally.read += outcome.read;
    account.tally.accepted += outcome.accepted;
    account.tally.unchanged += outcome.unchanged;
    account.tally.rejected += outcome.rejected;
    account.last = context.now;
    return outcome;
  });
  const settled = done.catch(() => {}).finally(() => account.underWay.delete(settled));
  account.underWay.add(settled);
  timer ??= setTimeout(() => void flushReadings(), 1_000).unref();
  return done;
}

function accountOf(db: Db, context: IngestContext, kind: Kind, sender: Sender | null): Account {
  const accounts = open.get(db) ?? new Map<string, Account>();
  open.set(db, accounts);
  const key = `${context.connectionId}|${kind}|${context.trigger}|${sender?.key ?? ""}`;
  const found = accounts.get(key);
  if (found) return found;
  const { now } = context;
  const account: Account = {
    ...{ db, context, kind, sender, tally: none(), first: now, last: now },
    ...{ runId: null, opening: null, underWay: new Set() },
  };
  accounts.set(key, account);
  return account;
}

async function carryOut(account: Account, work: Work): Promise<BatchOutcome> {
  const { sender } = account;
  if (!sender) return await work(async () => {});
  while (account.opening) await account.opening;
  if (account.runId !== null) return await work(async () => {});
  let opened = () => {};
  account.opening = new Promise((resolve) => {
    opened = resolve;
  });
  let runId: number | null = null;
  try {
    const outcome = await work(async (tx, { accepted }) => {
      if (accepted === 0) return;
      runId = await insertRun(tx, { ...account, tally: none() });
      await sender.begun(tx, runId);
    });
    account.runId = runId;
    return outcome;
  } finally {
    account.opening = null;
    opened();
  }
}

/** Writes the accounts that are open; for the end of a process and for tests. */
export async function flushReadings(): Promise<void> {
  if (timer) clearTimeout(timer);
  timer = null;
  const accounts = [...open.values()].flatMap((ofDatabase) => [...ofDatabase.values()]);
  open.clear();
  for (const account of accounts) {
    while (account.underWay.size > 0) await Promise.all(account.underWay);
    if (account.tally.read === 0) continue;
    await account.db
      .begin((tx) => close(tx, account))
      .catch((error: unknown) => {
        const { context, kind } = account;
        const what = { error, connectionId: context.connectionId, kind };
        log.warn(what, "the account of records could not be written");
      });
  }
}

async function close(tx: Tx, account: Account): Promise<void> {
  const { runId, tally, sender } = account;
  if (runId === null) await insertRun(tx, account);
  else
    await tx`
      update sync_run set read_count = ${tally.read}, accepted_count = ${tally.accepted}, unchanged_count = ${tally.unchanged},
        rejected_count = ${tally.rejected}, finished_at = ${account.last}
      where id = ${runId}`;
  await confirmConnection(tx, account);
  if (runId !== null) await sender?.counted(tx, runId, tally);
}

type Counted = Pick<Account, "context" | "kind" | "tally" | "first" | "last">;

async function insertRun(tx: Queryable, { context, kind, tally, first, last }: Counted): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into sync_run (connection_id, kind, trigger, state, read_count, accepted_count, unchanged_count, rejected_count,
      actor, queued_at, started_at, finished_at)
    values (${context.connectionId}, ${kind}, ${context.trigger}, 'done', ${tally.read}, ${tally.accepted}, ${tally.unchanged},
      ${tally.rejected}, ${context.actor}, ${first}, ${first}, ${last})
    returning id`;
  return row?.id ?? 0;
}

async function confirmConnection(tx: Queryable, { context, last }: Counted): Promise<void> {
  await tx`
    update connection set last_confirmed_at = greatest(last_confirmed_at, ${last}), last_event_at = greatest(last_event_at, ${last})
    where id = ${context.connectionId}`;
}
