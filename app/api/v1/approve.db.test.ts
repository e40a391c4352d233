import { afterAll, beforeAll, expect, test } from "vitest";
import { getDb } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { commandActor } from "@/lib/services/_shared/actor";
import { candidateOf, freshen, makeShortage, storeCandidate } from "@/lib/services/action/testing/shortage";
import { makeSmallCompany, testSecret } from "@/lib/services/action/testing/small-company";
import { createToken } from "@/lib/services/token/create-token";
import { POST as approve } from "./recommendations/[id]/approve/route";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await getDb().end();
  await database.drop();
});

test("an approval above the limit of its token says that it waits, for whom and why, and not that it was done", async () => {
  const { db } = database;
  const urls = { warehouseUrl: "http://127.0.0.1:1", adsUrl: "http://127.0.0.1:1", secret: "whsec_AAAA" };
  const company = await makeSmallCompany(db, urls);
  await makeShortage(database, company);
  await freshen(db);
  const candidate = await candidateOf(
    db,
    company.skuId,
    `shortage:${company.skuId}:${company.destinationId}`,
  );
  const { id, version } = await storeCandidate(db, candidate);
  await db`
    update policy set rules = jsonb_set(rules, '{authority}', '{"modes": [], "blackouts": [], "limits": [{"who": "supply", "mostUnits": 1}]}')
    where active`;
  const { token } = await createToken(db, commandActor, { name: "planner", role: "supply" });
  const response = await approve(
    new Request(`http://localhost/api/v1/recommendations/${id}/approve`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ version, optionKey: candidate.options[0]?.key }),
    }),
    { params: Promise.resolve({ id: String(id) }) },
  );
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    ...{ id, version, actions: [], waitingFor: [] },
    secondPerson: { askedBy: "planner", exceeded: [{ limit: "units", most: 1 }] },
  });
});
