import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { verifyDatabase } from "@/db/queries/verify";
import type { TestDatabase } from "@/db/testing/template-database";
import { readBack, shown } from "@/lib/connectors/testing/acting";
import { openBench, readState } from "@/lib/connectors/testing/bench";
import type { ConformanceCase } from "@/lib/connectors/testing/conformance";
import type { ConformanceSubject, StartedSubject } from "@/lib/connectors/testing/subject";
import { beginPass, streamsOf } from "@/lib/ingest/sync/connect";
import type { Actor } from "@/lib/services/_shared/actor";
import { insertAdSwitch } from "@/lib/services/action/insert-ad-switch";
import { pushQuantity } from "@/lib/services/action/push-quantity";

export interface KillSize {
  /** How often the worker is killed before it may come to its end. */
  kills: number;
  /** Things that have happened at the vendor before. */
  happened: number;
}

const root = resolve(import.meta.dirname, "../..");
const patienceSeconds = 120;
const operator: Actor = { kind: "user", id: "conformance", name: "Conformance", role: "operator" };
const marketing: Actor = { ...operator, role: "marketing" };

/**
 * What must hold of a connector when the worker itself, as `npm start` runs it, is killed (SIGKILL) at moments of chance and
 * started again: during a backfill and during an action. The moments follow from `seed`. PLIMSOLL_SECRET must be set.
 */
export function killedCases(
  subject: ConformanceSubject,
  open: () => Promise<TestDatabase>,
  size: KillSize,
  seed = 20_261,
): ConformanceCase[] {
  const chance = chanceOf(seed);

  async function stage(
    happened: number,
    play: (on: Stage & { clean: () => ReturnType<typeof readState> }) => Promise<void>,
  ): Promise<void> {
    const started = await subject.start();
    const databases: TestDatabase[] = [];
    const database = async () => {
      const one = await open();
      databases.push(one);
      return one;
    };
    try {
      for (let index = 0; index < happened; index++)
        started.happenings[(index * 5 + 7) % started.happenings.length]?.(index * 31 + 7);
      const { db, url } = await database();
      const bench = await openBench(db, subject, started);
      const clean = async () => {
        const other = await openBench((await database()).db, subject, started);
        await other.sync({ retries: 3 });
        return readState(other.db);
      };
      await play({ started, bench, db, url, clean });
    } finally {
      await started.vendor.stop();
      for (const one of databases) await one.drop();
    }
  }

  const backfill: ConformanceCase["run"] = () =>
    stage(size.happened, async (on) => {
      const { db, bench, started } = on;
      for (const stream of streamsOf(subject.connector))
        if (subject.connector.streams[stream]?.backfill)
          await beginPass(db, {
            ...{ connectionId: bench.connectionId, stream, kind: "backfill", requestedBy: "conformance" },
            since: new Date(Date.now() - 20 * 86_400_000),
            until: new Date(),
          });
      const done = async () => {
        await hurry(db);
        const [left] = await db<{ n: number }[]>`
          select (select count(*) from sync_stream where last_ok_at is null)::int + (select count(*) from sync_pass)::int
            + (select count(*) from sync_wanted)::int + (select count(*) from inbox_record where state in ('waiting', 'unmapped', 'rejected'))::int as n`;
        return left?.n === 0;
      };
      await killAgainAndAgain(on, size.kills, chance, done);
      await runUntil(on, done);
      assert.deepEqual(await readState(db), await on.clean(), "the tables are those of a clean reading");
      const throttled = Object.entries(started.vendor.counts()).filter(([, count]) => count.throttled > 0);
      assert.deepEqual(throttled, [], "nothing was asked beyond the quota");
      await assertWhole(db);
    });

  const action: ConformanceCase["run"] = () =>
    stage(4, async (on) => {
      const { db, bench, started } = on;
      const { write } = started;
      assert.ok(write);
      await bench.sync();
      const actionId = await order(db, write.subject);
      // The effect is there at once and the answer comes late, so that a kill falls between the two.
      started.vendor.faults.slowSeconds = 0.15;
      const done = () => isState(db, actionId, "verified");
      await killAgainAndAgain(on, size.kills, chance, done);
      started.vendor.faults.slowSeconds = 0;
      await runUntil(on, done);
      assert.equal(shown(await readBack(bench, started)), write.after);
      const [attempts] = await db<{ accepted: number; open: number }[]>`
        select count(*) filter (where outcome = 'accepted')::int as accepted, count(*) filter (where finished_at is null)::int as open
        from action_attempt where action_id = ${actionId}`;
      assert.deepEqual(attempts, { accepted: 1, open: 0 }, "one attempt was accepted, and none is left open");
      await assertWhole(db);
    });

  const overtaken: ConformanceCase["run"] = () =>
    stage(4, async (on) => {
      const { db, bench, started, url } = on;
      const { write } = started;
      assert.ok(write?.disturb);
      await bench.sync();
      const actionId = await order(db, write.subject);
      started.vendor.faults.slowSeconds = 0.4;
      const worker = startWorker(url);
      const seen = async () => write.effect?.() === write.after;
      await until(seen, "the effect", worker);
      await kill(worker);
      started.vendor.faults.slowSeconds = 0;
      assert.ok(!(await isState(db, actionId, "verified")));
      write.disturb();
      const there = write.effect?.();
      await free(db);
      await runUntil(on, async () => {
        await hurry(db);
        const [row] =
          await db`select 1 from action where id = ${actionId} and state not in ('queued', 'sending')`;
        return row !== undefined;
      });
      assert.equal(write.effect?.(), there, "what somebody set since stands");
    });

  const { write, name } = { write: subject.connector.send !== undefined, name: `${size.kills} times` };
  return [
    {
      name: `a worker killed ${name} during a backfill loses nothing and brings nothing twice`,
      run: backfill,
    },
    ...(write ? [{ name: `a worker killed ${name} during an action carries it out once`, run: action }] : []),
    ...(write && subject.disturbs
      ? [
          {
            name: "an action whose worker was killed after its effect does not overwrite what came since",
            run: overtaken,
          },
        ]
      : []),
  ];
}

interface Stage {
  started: StartedSubject;
  bench: Awaited<ReturnType<typeof openBench>>;
  db: Db;
  url: string;
}

type Chance = (below: number) => number;

/** Numbers of chance that are the same for the same seed. */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const requestsOf = ({ vendor }: StartedSubject): number =>
  Object.values(vendor.counts()).reduce((sum, { requests }) => sum + requests, 0);

function startWorker(url: string): ChildProcess {
  return spawn(process.execPath, [join(root, "bin/run-ts.mjs"), "bin/worker.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, PLIMSOLL_LOG_LEVEL: "silent" },
    stdio: "ignore",
  });
}

async function kill(worker: ChildProcess): Promise<void> {
  const ended = once(worker, "exit");
  worker.kill("SIGKILL");
  await ended;
}

/** Kills a worker some requests after it began, in the middle of what it does then; each time another one. */
async function killAgainAndAgain(
  on: Stage,
  kills: number,
  chance: Chance,
  done: () => Promise<boolean>,
): Promise<void> {
  for (let time = 0; time < kills && !(await done()); time++) {
    const before = requestsOf(on.started);
    const more = 1 + chance(6);
    const worker = startWorker(on.url);
    await until(
      async () => requestsOf(on.started) >= before + more || (await done()),
      "its requests",
      worker,
    );
    await sleep(chance(60));
    await kill(worker);
    await free(on.db);
  }
}

async function runUntil({ url }: Stage, done: () => Promise<boolean>): Promise<void> {
  const worker = startWorker(url);
  try {
    await until(done, "its end", worker);
  } finally {
    await kill(worker);
  }
}

async function until(done: () => Promise<boolean>, what: string, worker: ChildProcess): Promise<void> {
  const endAt = performance.now() + patienceSeconds * 1_000;
  while (!(await done())) {
    assert.ok(worker.exitCode === null, "the worker ended by itself");
    assert.ok(performance.now() < endAt, `the worker never came to ${what}`);
    await sleep(5);
  }
}

/** What a killed worker held is free after some time; that time is cut short. */
async function free(db: Db): Promise<void> {
  await db`update sync_pass set claimed_until = now() - interval '1 second' where claimed_until is not null`;
  await db`update sync_wanted set claimed_until = null where claimed_until is not null`;
  await db`update action set sending_since = now() - interval '1 minute' where state = 'sending'`;
  await db`update action set next_attempt_at = now() - interval '1 minute' where state = 'queued'`;
  await enqueue(db, "actions.confirm", {}, { key: "actions.confirm" });
}

/** Cuts waits between tries short; those that the vendor asks for are its own affair and stay. */
async function hurry(db: Db): Promise<void> {
  await db`update sync_pass set not_before = now() where not_before > now() + interval '300 milliseconds'`;
  await db`update sync_stream set next_due_at = now(), open_until = null where last_ok_at is null and next_due_at > now()`;
}

async function isState(db: Db, id: string, state: string): Promise<boolean> {
  const [row] = await db<{ state: string; waiting: boolean }[]>`
    select state, next_attempt_at > now() as waiting from action where id = ${id}`;
  if (row?.state === state) return true;
  // The next reading, or the next try after a failure, comes by the clock.
  if (row?.waiting && row.state !== "sending") {
    await db`update action set next_attempt_at = now() where id = ${id} and state <> 'sending'`;
    if (row.state === "queued")
      await enqueue(db, "actions.send", { actionId: id }, { key: `actions.send:${id}` });
    else await enqueue(db, "actions.confirm", {}, { key: "actions.confirm" });
  }
  return false;
}

/** Puts the action that a subject names on its way, as a person does. */
async function order(db: Db, subject: NonNullable<StartedSubject["write"]>["subject"]): Promise<string> {
  if (subject.subject === "quantity") {
    const [listing] = await db<{ id: number }[]>`
      select l.id from listing l join sku k on k.id = l.sku_id where k.code = ${subject.sku}`;
    const { actionId } = await pushQuantity(db, operator, { listingId: listing?.id ?? 0, quantity: 33 });
    return actionId;
  }
  assert.ok(subject.subject === "ad");
  const [ad] = await db<{ id: number; campaignId: number }[]>`
    select id, campaign_id as "campaignId" from product_ad where external_id = ${subject.externalId}`;
  assert.ok(ad, "the ad was read");
  return db.begin((tx) =>
    insertAdSwitch(tx, marketing, {
      ...{ recommendationId: null, kind: "ad_pause", expected: null },
      ...{ campaignId: ad.campaignId, productAdId: ad.id },
    }),
  );
}

/** The ledger, every figure that is kept and the audit agree with the rows. */
async function assertWhole(db: Db): Promise<void> {
  const broken = (await verifyDatabase(db)).filter(({ differences }) => differences > 0);
  assert.deepEqual(broken, [], "plimsoll verify finds nothing");
}
