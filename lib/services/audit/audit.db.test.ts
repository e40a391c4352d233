import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Forbidden } from "@/lib/core/errors";
import { type Actor, commandActor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { auditChoices, countAudit, exportAudit, listAudit } from "./list-audit";

let database: TestDatabase;
const manager: Actor = { kind: "user", id: "m", name: "Mara 100%", role: "manager" };

beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.begin(async (tx) => {
    for (let n = 1; n <= 5; n++)
      await writeAudit(tx, n % 2 ? commandActor : manager, {
        verb: n === 5 ? "policy.activate" : "user.role",
        entity: n === 5 ? "policy" : "user",
        entityId: n,
        before: { n },
        after: { n: n + 1 },
        reason: n === 3 ? "asked_for" : undefined,
      });
  });
});
afterAll(() => database.drop());

const ids = async (filter: Parameters<typeof listAudit>[2], page = {}) =>
  (await listAudit(database.db, manager, filter, page)).map((row) => row.id);

test("lists newest first, in pages that neither repeat nor skip", async () => {
  expect(await ids({}, { limit: 2 })).toEqual([5, 4]);
  expect(await ids({}, { limit: 2, beforeId: 4 })).toEqual([3, 2]);
  expect(await ids({}, { limit: 2, beforeId: 2 })).toEqual([1]);
});

test("filters by verb, entity, actor, text and time; marks of LIKE are plain text", async () => {
  expect(await ids({ verbs: ["policy.activate"] })).toEqual([5]);
  expect(await ids({ entities: ["user"], entityId: "2" })).toEqual([2]);
  expect(await ids({ actor: "100%" })).toEqual([4, 2]);
  expect(await ids({ actor: "1_0" })).toEqual([]);
  expect(await ids({ text: "asked" })).toEqual([3]);
  expect(await ids({ actorKinds: ["command"] })).toEqual([5, 3, 1]);
  expect(await ids({ to: new Date(0) })).toEqual([]);
  expect(await countAudit(database.db, manager, { entities: ["user"] })).toBe(4);
  expect(await countAudit(database.db, manager, {}, 3)).toBeNull();
  expect((await auditChoices(database.db, manager)).verbs).toEqual(["policy.activate", "user.role"]);
});

test("exports every matching row with what was before and after", async () => {
  const rows = [];
  for await (const row of exportAudit(database.db, manager, {})) rows.push(row);
  expect(rows).toHaveLength(5);
  expect(rows.at(-1)).toMatchObject({ before: { n: 1 }, after: { n: 2 }, actorName: "plimsoll command" });
});

test.each(["supply", "marketing", "operator"] as const)("%s may not read the audit", async (role) => {
  await expect(listAudit(database.db, { ...manager, role }, {})).rejects.toThrow(Forbidden);
});

test("the application's role can neither change, delete, empty nor skip the chain", async () => {
  const { db } = database;
  for (const attempt of [
    () => db`update audit_event set reason = 'x' where id = 1`,
    () => db`delete from audit_event where id = 1`,
    () => db`truncate audit_event`,
    () => db`update audit_head set last_id = 0`,
    () => db`insert into audit_head values (2, 0, '')`,
    () => db`alter table audit_event disable trigger all`,
    () => db`drop trigger audit_chain on audit_event`,
  ])
    await expect(attempt()).rejects.toThrow(/permission denied|must be owner/);
});

test("not even the owner changes a row by mistake, and nobody chooses its number, time or hash", async () => {
  const { db, owner } = database;
  for (const attempt of [
    () => owner`update audit_event set reason = 'x' where id = 1`,
    () => owner`delete from audit_event where id = 1`,
    () => owner`truncate audit_event`,
  ])
    await expect(attempt()).rejects.toThrow(/never changed or deleted/);
  await db`
    insert into audit_event (id, at, actor_kind, actor_id, actor_name, role, verb, entity, entity_id, prev_hash, hash)
    values (1000, '2001-01-01', 'user', 'x', 'X', 'admin', 'x.y', 'x', '1', '', '')`;
  const [row] = await db`
    select id, at > now() - interval '1 minute' as recent,
      hash = audit_hash(prev_hash, id, at, actor_kind, actor_id, actor_name, role, verb, entity, entity_id, before, after, reason) as right,
      prev_hash = (select hash from audit_event where id = 5) as chained
    from audit_event order by id desc limit 1`;
  expect(row).toEqual({ id: 6, recent: true, right: true, chained: true });
});
