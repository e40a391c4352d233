import assert from "node:assert/strict";
import fc from "fast-check";
import type { Db } from "@/db/client";
import { failuresBeforeOpen } from "@/lib/ingest/sync/failures";
import { runWanted } from "@/lib/ingest/sync/run-wanted";
import { inOrder } from "@/lib/ingest/sync/testing/live-company";
import { noLiveFaults } from "@/sandbox/live/contract";
import { withSession } from "./acting";
import { type Bench, openBench, openReceiver, readState, type Stage } from "./bench";
import type { ConformanceSubject, StartedSubject } from "./subject";
import { addWriteCases } from "./write-cases";

/** A database of its own, migrated and empty. */
export type OpenDatabase = () => Promise<{ db: Db; drop: () => Promise<void> }>;

export interface ConformanceSize {
  /** Courses of events that are made up and compared with a clean replay. */
  courses: number;
  /** Events in each at most. */
  events: number;
  /** Things that have happened before a plain reading. */
  happened: number;
}

export const smallSize: ConformanceSize = { courses: 1, events: 10, happened: 10 };
export const fullSize: ConformanceSize = { courses: 12, events: 30, happened: 60 };

export interface ConformanceCase {
  name: string;
  run: () => Promise<void>;
}

/**
 * What every connector must do, against the server that answers as its vendor does: one case a guarantee. PLIMSOLL_SECRET
 * must be set. Cases share nothing and may run in any order.
 */
export function conformanceCases(
  subject: ConformanceSubject,
  open: OpenDatabase,
  size: ConformanceSize,
): ConformanceCase[] {
  const { connector } = subject;

  async function stage(play: (stage: Stage) => Promise<void>): Promise<void> {
    const started = await subject.start();
    const opened: { drop: () => Promise<void> }[] = [];
    const database = async () => {
      const one = await open();
      opened.push(one);
      return one.db;
    };
    try {
      const bench = await openBench(await database(), subject, started);
      await play({
        started,
        bench,
        clean: async () => {
          Object.assign(started.vendor.faults, noLiveFaults);
          const other = await openBench(await database(), subject, started);
          await other.sync({ retries: 3 });
          return readState(other.db);
        },
        happen: (times, seed = 7) => {
          for (let index = 0; index < times; index++)
            started.happenings[(index * 5 + seed) % started.happenings.length]?.(index * 31 + seed);
          if (times > 0) started.happenings[0]?.(seed);
        },
      });
    } finally {
      await Promise.all(opened.map(({ drop }) => drop()));
      await started.vendor.stop();
    }
  }

  const cases: ConformanceCase[] = [];
  const add = (name: string, play: (stage: Stage) => Promise<void>) =>
    cases.push({ name, run: () => stage(play) });

  add("reads everything, and reading it again changes nothing", async ({ bench, happen, clean }) => {
    happen(size.happened);
    await bench.sync();
    const state = await readState(bench.db);
    assert.ok(
      Object.values(state).some((rows) => rows.length > 1),
      "something was read",
    );
    await bench.db`update sync_stream set watermark = null where connection_id = ${bench.connectionId}`;
    await bench.sync();
    assert.deepEqual(await readState(bench.db), state);
    assert.deepEqual(await clean(), state);
    const [stuck] =
      await bench.db`select count(*)::int as n from inbox_record where state in ('unmapped', 'rejected')`;
    assert.deepEqual(stuck, { n: 0 }, "no record is refused");
  });

  add(
    "keeps each record's raw form, its time at the source and when it became visible",
    async ({ bench, happen }) => {
      happen(6);
      await bench.sync();
      const [kept] = await bench.db`
      select count(*)::int as records, count(*) filter (where raw <> 'null')::int as raw, count(*) filter (where applied_at < received_at)::int as early,
        count(source_event_at)::int as timed from inbox_record where kind <> 'webhook'`;
      assert.ok(
        kept && kept.records > 0 && kept.raw > 0 && kept.timed > 0 && kept.early === 0,
        JSON.stringify(kept),
      );
    },
  );

  add(
    "pages that come twice and an answer that breaks off leave no trace",
    async ({ started, bench, happen, clean }) => {
      happen(size.happened);
      Object.assign(started.vendor.faults, { repeatPages: true, cutNext: 2 });
      await bench.sync({ retries: 5 });
      const state = await readState(bench.db);
      assert.deepEqual(state, await clean());
    },
  );

  add("killed at any page, it goes on there or one before", async ({ bench, happen, clean }) => {
    happen(size.happened);
    for (const stream of inOrder(connector)) await killAtEveryPage(bench, stream);
    await bench.sync();
    assert.deepEqual(await readState(bench.db), await clean());
  });

  add("late, repeated, reordered and missing events end as a clean replay does", async () => {
    const step = fc.record({ what: fc.nat({ max: 11 }), chance: fc.nat({ max: 10_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: size.events }), (steps) =>
        stage(async ({ started, bench, clean }) => {
          const { faults } = started.vendor;
          Object.assign(faults, { shuffleWebhooks: true, dropWebhooks: 0.3 });
          const receiver = await openReceiver(bench);
          try {
            await bench.sync({ retries: 3 });
            await subscribe(bench, started, receiver.address);
            for (const { what, chance } of steps) {
              if (what === 0) await bench.sync({ retries: 5 });
              else if (what === 1) faults.repeatPages = !faults.repeatPages;
              else if (what === 2) faults.cutNext = 1;
              else started.happenings[what % started.happenings.length]?.(chance);
            }
            await started.settled();
            Object.assign(faults, noLiveFaults);
            await bench.sync({ retries: 5 });
            const bad = receiver.answers.filter(({ status }) => status >= 400);
            assert.deepEqual(bad, [], "no genuine call-back is refused");
          } finally {
            await receiver.stop();
          }
          assert.deepEqual(await readState(bench.db), await clean());
        }),
      ),
      { numRuns: size.courses, seed: 20_260, endOnFailure: true },
    );
  });

  add("keeps to the vendor's quota with two workers on one account", async ({ started, bench, happen }) => {
    happen(size.happened);
    const streams = inOrder(connector);
    for (const stream of streams)
      await Promise.all([
        bench.once(stream),
        bench.once(stream),
        ...streams.slice(-2).map((other) => bench.once(other)),
      ]);
    const throttled = Object.entries(started.vendor.counts()).filter(([, count]) => count.throttled > 0);
    assert.deepEqual(throttled, [], "nothing was asked beyond the quota");
  });

  add("waits when it is told to, and asks again", async ({ started, bench, happen, clean }) => {
    happen(6);
    started.vendor.faults.throttleNext = 2;
    await bench.sync({ retries: 6 });
    const throttled = Object.values(started.vendor.counts()).reduce((sum, count) => sum + count.throttled, 0);
    assert.ok(throttled >= 1 && throttled <= 3, `${throttled} requests were refused`);
    assert.deepEqual(await readState(bench.db), await clean());
  });

  if (subject.connector.vendor !== "woocommerce")
    add("a token that has ended is made anew once for all", async ({ started, bench, happen }) => {
      happen(6);
      await bench.sync();
      const before = started.tokensMade?.() ?? null;
      started.vendor.faults.expireTokens = true;
      const streams = inOrder(connector).slice(-3);
      await bench.db`update sync_stream set next_due_at = now()`;
      const results = await Promise.all(streams.map((stream) => bench.once(stream)));
      assert.ok(
        results.every(({ result }) => result !== "failed"),
        JSON.stringify(results),
      );
      if (before !== null) assert.equal((started.tokensMade?.() ?? 0) - before, 1, "tokens made");
    });

  add(
    "a grant that is gone asks somebody to reconnect, and loses nothing",
    async ({ started, bench, happen, clean }) => {
      happen(4);
      await bench.sync();
      started.vendor.faults.revoked = true;
      await bench.db`delete from connection_token`;
      await assert.rejects(bench.sync(), /could not be read/);
      const [stopped] = await bench.db`
      select c.state, a.reconnect_since is not null as gone from connection c join connection_account a on a.connection_id = c.id`;
      assert.deepEqual(stopped, { state: "error", gone: true });
      const [first] = inOrder(connector);
      if (first) assert.equal((await bench.once(first)).result, "idle", "nothing is asked any more");
      happen(5, 3);
      started.vendor.faults.revoked = false;
      await bench.db`update connection_account set reconnect_since = null`;
      await bench.sync();
      assert.deepEqual(await readState(bench.db), await clean());
    },
  );

  add(
    "a vendor that is down opens the circuit, says so, and is well again when it answers",
    async ({ started, bench, happen, clean }) => {
      happen(4);
      started.vendor.faults.down = true;
      const [stream] = inOrder(connector).slice(-1);
      assert.ok(stream);
      for (let failed = 0; failed < failuresBeforeOpen; failed++) {
        await bench.db`update sync_pass set not_before = now()`;
        assert.equal((await bench.once(stream)).result, "failed");
      }
      assert.equal((await bench.once(stream)).result, "idle", "the circuit is open");
      const [told] = await bench.db`select state, last_error is not null as told from connection`;
      assert.deepEqual(told, { state: "error", told: true });
      started.vendor.faults.down = false;
      await bench.sync();
      const [well] = await bench.db`select state, last_error from connection`;
      assert.deepEqual(well, { state: "active", last_error: null });
      assert.deepEqual(await readState(bench.db), await clean());
    },
  );

  for (const skew of [900, -900])
    add(
      `a vendor's clock ${skew > 0 ? "ahead" : "behind"} by a quarter of an hour hides nothing`,
      async ({ started, bench, happen }) => {
        started.vendor.faults.clockSkewSeconds = skew;
        happen(6);
        await bench.sync({ retries: 2 });
        happen(6, 3);
        await bench.sync({ retries: 2 });
        await bench.sync({ retries: 2 });
        const state = await readState(bench.db);
        await bench.db`update sync_stream set watermark = null`;
        await bench.sync({ retries: 2 });
        assert.deepEqual(await readState(bench.db), state);
      },
    );

  if (connector.webhooks?.subscribe || subject.connector.vendor === "harbour")
    add("an event that is pushed is visible without a poll", async ({ started, bench }) => {
      await bench.sync();
      const receiver = await openReceiver(bench);
      try {
        await subscribe(bench, started, receiver.address);
        const before = JSON.stringify(await readState(bench.db));
        started.happenings[0]?.(11);
        await started.settled();
        await readNamed(bench);
        assert.notEqual(JSON.stringify(await readState(bench.db)), before);
        const [answer] = receiver.answers;
        assert.ok(answer && answer.status < 300, JSON.stringify(receiver.answers));
      } finally {
        await receiver.stop();
      }
    });

  if (connector.webhooks)
    add("a call-back that nobody signed is refused and leaves nothing", async ({ bench }) => {
      const receiver = await openReceiver(bench);
      try {
        const answered = await fetch(receiver.address, { method: "POST", body: '{"id":1}' });
        assert.equal(answered.status, connector.webhooks?.statuses.unsigned);
        assert.equal((await bench.db`select 1 from inbox_record`).length, 0);
      } finally {
        await receiver.stop();
      }
    });

  if (connector.send && connector.readBack) addWriteCases(add);

  add("no secret stands in the log, in an error or in a table", async ({ started, bench, happen }) => {
    happen(4);
    await bench.sync();
    Object.assign(started.vendor.faults, { revoked: true });
    await bench.db`delete from connection_token`;
    await bench.sync().catch(() => {});
    const [tables] = await bench.db`
      select (select string_agg(t::text, '') from connection t) as a, (select string_agg(t::text, '') from sync_stream t) as b,
        (select string_agg(t::text, '') from connection_account t) as c, (select string_agg(t::text, '') from connection_token t) as d`;
    const everything = bench.logged() + JSON.stringify(tables);
    for (const [name, secret] of Object.entries(started.secrets))
      assert.ok(!everything.includes(secret), `${name} is readable`);
  });

  return cases;
}

async function subscribe(bench: Bench, started: StartedSubject, address: string): Promise<void> {
  const { vendor } = started;
  if ("callBack" in vendor && typeof vendor.callBack === "function") vendor.callBack(address);
  if ("notify" in vendor && typeof vendor.notify === "function")
    vendor.notify(address, started.secrets.webhookSecret ?? "");
  const { connector } = await bench.account();
  if (connector.webhooks?.subscribe)
    await withSession(bench, async (session) => connector.webhooks?.subscribe?.(session, address));
}

/** Asks for what call-backs have named, and nothing else. */
async function readNamed(bench: Bench): Promise<void> {
  const account = await bench.account();
  for (;;) {
    const [next] = await bench.db<
      { stream: Parameters<typeof runWanted>[2] }[]
    >`select stream from sync_wanted limit 1`;
    if (!next) return;
    const done = await runWanted(bench.db, account, next.stream, {
      log: bench.log,
      signal: new AbortController().signal,
    });
    assert.equal(done.result, "done");
  }
}

/** After each page the worker is killed: once after the page's place was kept, once just before. */
async function killAtEveryPage(bench: Bench, stream: Parameters<Bench["once"]>[0]): Promise<void> {
  const where = (db: Db) => db`connection_id = ${bench.connectionId} and stream = ${stream}`;
  await bench.db`update sync_stream set next_due_at = now() where ${where(bench.db)}`;
  for (let page = 0; page < 200; page++) {
    const [before] = await bench.db<
      { position: unknown }[]
    >`select position from sync_pass where ${where(bench.db)}`;
    const { result } = await bench.once(stream, { sliceSeconds: 0 });
    if (result === "done") return;
    assert.notEqual(result, "failed");
    const lost = page % 2 === 1 ? (before?.position ?? null) : undefined;
    await bench.db`
      update sync_pass set claimed_by = 'killed', claimed_until = now() - interval '1 second',
        position = case when ${lost === undefined} then position else ${lost == null ? null : bench.db.json(lost as never)}::jsonb end
      where ${where(bench.db)}`;
    await bench.db`update sync_pass set not_before = least(not_before, now() + interval '200 milliseconds') where ${where(bench.db)}`;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail(`${stream} never came to its end`);
}
