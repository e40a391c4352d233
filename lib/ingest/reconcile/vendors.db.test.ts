import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { subjectSkus } from "@/lib/connectors/testing/subject";
import { conformanceSubjects } from "@/lib/connectors/testing/subjects";
import { runWanted } from "@/lib/ingest/sync/run-wanted";
import {
  addConnection,
  makeCompany,
  silent,
  syncAll,
  testSealingSecret,
} from "@/lib/ingest/sync/testing/live-company";
import { reconcileNext } from "./reconcile";

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

const selling = conformanceSubjects.filter(({ connector }) => connector.streams.orders);

test.each(selling.map((subject) => [subject.connector.vendor, subject] as const))(
  "what %s says of its orders equals what came in, read as changes and as history",
  async (vendor, { connector, start }) => {
    const { db } = database;
    const started = await start();
    try {
      for (let chance = 0; chance < 6; chance++) started.happenings[0]?.(chance);
      for (let chance = 0; chance < 3; chance++)
        for (const happen of started.happenings.slice(1)) happen(chance);
      await started.settled();
      const account = await addConnection(db, connector, {
        key: `equal-${vendor.replaceAll("_", "-")}`,
        baseUrl: started.vendor.origin,
        settings: started.settings,
        secrets: started.secrets,
      });
      await syncAll(db, account);
      const { connectionId } = account;
      await db`
        insert into reconciliation (connection_id, hour, after_seconds)
        select ${connectionId}, date_trunc('hour', now()) - make_interval(hours => back), step
        from generate_series(0, 1) back, unnest(array[300, 86400]) step`;
      const options = { log: silent, signal, vendors: [vendor], find: () => connector };
      while (await reconcileNext(db, options)) {
        await runWanted(db, account, "orders", { log: silent, signal });
        await db`update reconciliation set not_before = now() where state in ('reading', 'asked_again')`;
      }
      const rows = await db<
        { step: number; state: string; orders: number; found: number; same: boolean; error: string | null }[]
      >`
        select after_seconds as step, min(state) as state, sum(source_orders)::int as orders, sum(found_count)::int as found,
          bool_and(source_hash = our_hash) as same, max(error_code) as error
        from reconciliation where connection_id = ${connectionId} group by 1 order by 1`;
      const right = { state: "done", orders: 6, found: 0, same: true, error: null };
      expect(rows).toEqual([
        { step: 300, ...right },
        { step: 86_400, ...right },
      ]);
      expect(
        await db`select external_id, kind, detail from order_flag where connection_id = ${connectionId}`,
      ).toEqual([]);
    } finally {
      await started.vendor.stop();
    }
  },
);
