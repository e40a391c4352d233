import { afterAll, beforeAll, expect, test } from "vitest";
import { getDb } from "@/db/client";
import { verifyDatabase } from "@/db/queries/verify";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { flushReadings } from "@/lib/ingest/readings-of-source";
import { commandActor, ROLES, type Role } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { createToken } from "@/lib/services/token/create-token";
import { seedApi } from "./_testing/seed";
import { POST as postRecords } from "./records/[kind]/route";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  await seedApi(database.owner);
});
afterAll(async () => {
  await flushReadings();
  const broken = (await verifyDatabase(database.db)).filter(({ differences }) => differences > 0);
  await getDb().end();
  await database.drop();
  expect(broken).toEqual([]);
});

const bearer = async (role: Role, name: string = role) =>
  (await createToken(database.db, commandActor, { name, role })).token;

async function send(token: string, body: unknown, kind = "stock"): Promise<number> {
  const request = new Request(`http://localhost/api/v1/records/${kind}?source=wms`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return (await postRecords(request, { params: Promise.resolve({ kind }) })).status;
}

interface Row {
  verb: string;
  actor: string;
  role: string;
  runId: number;
  said: Record<string, unknown>;
}

/** What the audit says of records of the one who is named, after the account of the moment is written. */
async function rowsOf(name: string): Promise<Row[]> {
  await flushReadings();
  return await database.db<Row[]>`
    select verb, actor_kind || ' ' || actor_name as actor, role, entity_id::int as "runId", after as said from audit_event
    where actor_name = ${name} and verb like 'records.%' and entity = 'import' order by id`;
}
const moves = async () => {
  const [row] = await database.db<{ moves: number }[]>`select count(*)::int as moves from stock_move`;
  return row?.moves ?? 0;
};
const change = (eventId?: string) => ({ sku: "A", location: "SZX", delta: 1, eventId });

test("records of one request leave one row, with their counts and their run", async () => {
  const token = await bearer("supply", "batch");
  const records = [change("b-1"), change("b-1"), change("b-2"), { sku: "A" }];
  expect(await send(token, records)).toBe(200);
  const [row, ...more] = await rowsOf("batch");
  expect(more).toEqual([]);
  const counts = { read: 4, accepted: 2, unchanged: 1, rejected: 1 };
  expect(row).toMatchObject({
    verb: "records.bring",
    actor: "token batch",
    role: "supply",
    said: { kind: "stock", source: "wms", ...counts },
  });
  const [run] = await database.db`
    select r.trigger, r.actor, read_count as read, accepted_count as accepted, unchanged_count as unchanged,
      rejected_count as rejected
    from sync_run r where id = ${row?.runId ?? 0}`;
  expect(run).toEqual({ trigger: "api", actor: "batch", ...counts });
  expect(await send(token, [change("b-1"), change("b-2")])).toBe(200);
  expect(await rowsOf("batch")).toHaveLength(1);
});

test("single records share their rows: one when they begin and one with their counts", async () => {
  const token = await bearer("operator", "single");
  const other = await bearer("operator", "other");
  const before = await moves();
  const bodies = Array.from({ length: 30 }, (_, place) => [change(`s-${place}`), change()]).flat();
  const statuses = await Promise.all([
    ...bodies.map((body) => send(token, body)),
    send(token, { code: "NEW" }, "skus"),
    send(other, change("s-1000")),
  ]);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await moves()).toBe(before + bodies.length + 1);
  const rows = await rowsOf("single");
  const begun = rows.filter(({ verb }) => verb === "records.begin");
  const counted = rows.filter(({ verb }) => verb === "records.bring");
  expect(begun.map(({ runId }) => runId).sort()).toEqual(counted.map(({ runId }) => runId).sort());
  expect(counted.length).toBeLessThan(bodies.length / 2);
  const accepted = (kind: string) =>
    counted
      .filter(({ said }) => said.kind === kind)
      .reduce((sum, { said }) => sum + Number(said.accepted), 0);
  expect([accepted("stock"), accepted("skus")]).toEqual([bodies.length, 1]);
  expect((await rowsOf("other")).map(({ verb, said }) => [verb, said.accepted])).toEqual([
    ["records.begin", undefined],
    ["records.bring", 1],
  ]);
});

test("who may not brings nothing in and leaves no row; a refused record leaves none either", async () => {
  for (const role of ROLES) {
    const token = await bearer(role, `role ${role}`);
    const allowed = may(role, "import.run");
    const before = await moves();
    expect(await send(token, change())).toBe(allowed ? 200 : 403);
    expect(await send(token, [change()])).toBe(allowed ? 200 : 403);
    expect(await moves()).toBe(before + (allowed ? 2 : 0));
    expect((await rowsOf(`role ${role}`)).map(({ verb }) => verb).sort()).toEqual(
      allowed ? ["records.begin", "records.bring", "records.bring"] : [],
    );
  }
  const token = await bearer("operator", "refused");
  expect(await send(token, { sku: "NOWHERE", location: "SZX", delta: 1 })).toBe(422);
  expect(await send(token, [{ sku: "NOWHERE", location: "SZX", delta: 1 }])).toBe(200);
  expect(await rowsOf("refused")).toEqual([]);
});

test("records and their row in the audit stand or fall together", async () => {
  const token = await bearer("operator", "torn");
  await database.owner.unsafe(`
    create function refuse_records() returns trigger language plpgsql as $$ begin raise exception 'the audit is full'; end $$;
    create trigger a_refuse before insert on audit_event for each row when (new.verb like 'records.%') execute function refuse_records()`);
  const before = await moves();
  const tries = [change("t-1"), change(), [change("t-2")], { code: "TORN" }];
  for (const body of tries) expect(await send(token, body, "code" in body ? "skus" : "stock")).toBe(500);
  expect(await Promise.all(tries.slice(0, 3).map((body) => send(token, body)))).toEqual([500, 500, 500]);
  expect(await moves()).toBe(before);
  expect(await database.db`select 1 from sku where code = 'TORN'`).toHaveLength(0);
  expect(await database.db`select 1 from sync_run where actor = 'torn'`).toHaveLength(0);
  await database.owner`drop trigger a_refuse on audit_event`;
  expect(await send(token, change("t-1"))).toBe(200);
  expect(await moves()).toBe(before + 1);
  expect((await rowsOf("torn")).map(({ verb }) => verb)).toEqual(["records.begin", "records.bring"]);
});
