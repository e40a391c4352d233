import { afterAll, beforeAll, expect, test } from "vitest";
import { ANNOUNCE_CHANNEL } from "@/db/announce";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { createAnnouncer } from "./announce-marked";

let database: TestDatabase;
const heard: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await database.owner`insert into sku (code, title, currency) values ('A', 'A', 'GBP'), ('B', 'B', 'GBP')`;
  await database.owner`delete from sku_to_refresh`;
  await database.db.listen(ANNOUNCE_CHANNEL, (payload) => void heard.push(payload));
});
afterAll(() => database.drop());

const mark = (skuId: number) => database.owner`
  insert into sku_to_refresh (sku_id) values (${skuId}) on conflict (sku_id) do update set marked_at = clock_timestamp()`;

test("each mark is told once, one that is renewed again, and nothing when nothing came in", async () => {
  const skus = await database.db<{ id: number }[]>`select id from sku order by id`;
  const [a = 0, b = 0] = skus.map(({ id }) => id);
  const tell = createAnnouncer(database.db);
  await tell();
  await mark(a);
  await tell();
  await tell();
  await mark(b);
  await tell();
  await mark(a);
  await tell();
  // What is announced last has been heard once this comes back.
  await expect
    .poll(() => heard.map((payload) => JSON.parse(payload)))
    .toEqual([a, b, a].map((id) => ({ topic: "arrivals", skus: [id] })));
});
