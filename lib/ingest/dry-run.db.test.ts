import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import type { MappingInput } from "./mapping/mapping";
import { importText } from "./testing/import-text";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Rows of every table but the account of the run itself, and how many tables there are. */
async function everything(): Promise<Record<string, number>> {
  const tables = await database.owner<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'
      and tablename not in ('sync_run', 'reject', 'inbox_file', 'inbox_file_chunk')`;
  const counts = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await database.owner<
        { rows: number }[]
      >`select count(*)::int as rows from ${database.owner(name)}`;
      return [name, row?.rows ?? 0] as const;
    }),
  );
  return Object.fromEntries(counts);
}

const createMissing: ("skus" | "locations" | "channels")[] = ["skus", "locations", "channels"];
const files: [string, Omit<MappingInput, "columns">, string][] = [
  [
    "orders",
    {
      kind: "orders",
      currency: "GBP",
      options: {
        ...{ createMissing, defaultChannel: "shop", defaultLocation: "W1", creditPrefix: "C" },
        ...{ notProducts: ["POST", "gift_*"], negativeQuantity: "adjustment" },
      },
    },
    `orderNumber,placedAt,customer,sku,title,quantity,unitPrice
1,2020-04-01,k,A,Apple,5,2.50
1,2020-04-01,k,POST,Postage,1,4
2,2020-04-02,,gift_10,Voucher,1,10
C3,2020-04-03,k,A,Apple,-2,2.50
C4,2020-04-03,k,POST,Postage,-1,4
5,2020-04-03,,A,lost,-1,0
6,2020-04-03,k,A,Apple,x,1
`,
  ],
  [
    "stock",
    { kind: "stock", currency: "GBP", options: { createMissing } },
    "sku,location,onHand,asOf\nS,W9,4,2019-01-05\nA,W1,4,2018-01-05\nA,W1,-x,2018-01-05\n",
  ],
  ["skus", { kind: "skus", currency: "GBP" }, "code,title,price\nN,New,2\nN,New,2\n,None,1\n"],
  [
    "listings",
    { kind: "listings", currency: "GBP", options: { createMissing } },
    "sku,channel,listingId,price\nA,new-shop,L1,2\n",
  ],
];

test.each(files)(
  "a dry run of %s creates nothing and finds what the real run finds",
  async (_, mapping, text) => {
    const { db } = database;
    const source = `new-${mapping.kind}`;
    const before = await everything();
    const dry = await importText(db, mapping, text, { source, dryRun: true });
    expect(await everything()).toEqual(before);
    const [run] = await db`select connection_id, source_key from sync_run where id = ${dry.runId}`;
    expect(run).toEqual({ connection_id: null, source_key: source });
    const real = await importText(db, mapping, text, { source });
    const account = ({ read, accepted, unchanged, rejected }: typeof dry) => ({
      read,
      accepted,
      unchanged,
      rejected,
    });
    expect(account(dry)).toEqual(account(real));
    const counted = Object.entries(real.notes).filter(([name]) => !/Created|TakenBack|matched/i.test(name));
    expect(dry.notes).toEqual(Object.fromEntries(counted));
    const rejects = (runId: number) =>
      db`select line_no, field, code, value, raw from reject where run_id = ${runId} order by line_no, field`;
    expect([...(await rejects(dry.runId))]).toEqual([...(await rejects(real.runId))]);
    expect(await everything()).not.toEqual(before);
  },
);
