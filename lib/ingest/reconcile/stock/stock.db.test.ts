import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { subjectSkus } from "@/lib/connectors/testing/subject";
import { conformanceSubjects } from "@/lib/connectors/testing/subjects";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { planStock } from "./plan";
import { reconcileStockNext } from "./run";

process.env.PLIMSOLL_SECRET = testSealingSecret;
let database: TestDatabase;
const signal = new AbortController().signal;

beforeAll(async () => {
  database = await createTestDatabase();
  await makeCompany(database.db);
  await database.db`
    insert into sku (code, title, currency) select code, code, 'USD' from unnest(${[...subjectSkus]}::text[]) code`;
});
afterAll(() => database.drop());

// A shop without stock of its own, and what only advertises, have nothing to list.
const keeping = conformanceSubjects.filter(({ connector }) => connector.streams.stock);

test.each(keeping.map((subject) => [subject.connector.vendor, subject] as const))(
  "what %s lists of its stock is held against the ledger: a gap is read again, what stays different is kept until it is equal",
  async (vendor, { connector, start }) => {
    const { db } = database;
    const started = await start();
    try {
      const setStock = started.happenings.at(-1);
      for (const chance of [30, 31, 32]) setStock?.(chance);
      await db`update connection_place set keeps = false`;
      const account = await addConnection(db, connector, {
        key: `stock-${vendor.replaceAll("_", "-")}`,
        baseUrl: started.vendor.origin,
        settings: started.settings,
        secrets: started.secrets,
      });
      await syncAll(db, account);
      const { connectionId } = account;
      const compare = async () => {
        await db`
          update stock_reconciliation set started_at = started_at - interval '7 hours' where connection_id = ${connectionId}`;
        expect(await planStock(db, [vendor], new Date())).toBe(1);
        expect(await planStock(db, [vendor], new Date())).toBe(0);
        const options = { log: silent, signal, vendors: [vendor], find: () => connector };
        while (await reconcileStockNext(db, options));
        const [row] = await db<{ state: string; shelves: number; found: number; remaining: number }[]>`
          select state, source_shelves as shelves, found_count as found, remaining_count as remaining, source_hash = our_hash as same,
            (select count(*)::int from stock_reconciliation_shelf where connection_id = ${connectionId}) as left
          from stock_reconciliation where connection_id = ${connectionId} order by started_at desc limit 1`;
        return row;
      };
      const issues = async () => [
        ...(await db`
          select k.code, i.our_units - i.source_units as more, i.resolved_at is not null as settled from stock_check i
          join sku k on k.id = i.sku_id where i.connection_id = ${connectionId} order by 1`),
      ];
      const right = { state: "done", found: 0, remaining: 0, same: true, left: 0 };
      const first = await compare();
      expect(first).toMatchObject(right);
      expect(first?.shelves).toBeGreaterThanOrEqual(3);

      // A change that nobody told of.
      setStock?.(45);
      expect(await compare()).toMatchObject({ ...right, found: 1, same: false });
      expect(await issues()).toEqual([]);
      expect(await compare()).toMatchObject(right);

      // A ledger that was led astray behind the reading that it holds.
      const astray = (from: number, to: number) => db`
        insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason, actor)
        select r.as_of - interval '1 second', r.sku_id, case when ${from} = 4 then 4 else 10 + r.location_id * 3 end,
          case when ${to} = 4 then 4 else 10 + r.location_id * 3 end, 5, 'adjustment', 'test'
        from stock_reading r join sku k on k.id = r.sku_id
        where r.connection_id = ${connectionId} and r.measure = 'on_hand' and k.code = 'CNF-1'`;
      await astray(4, 0);
      const after = await compare();
      const [issue] = await issues();
      // A source that tells no time of its levels puts it right by the new reading itself.
      if (after?.remaining === 0) expect(after).toMatchObject({ ...right, found: 1, same: false });
      else {
        expect(after).toMatchObject({ ...right, found: 1, remaining: 1, same: false });
        expect(issue).toEqual({ code: "CNF-1", more: 5, settled: false });
        await astray(0, 4);
        expect(await compare()).toMatchObject(right);
        expect(await issues()).toEqual([{ code: "CNF-1", more: 5, settled: true }]);
      }
    } finally {
      await started.vendor.stop();
    }
  },
);
