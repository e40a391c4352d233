import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden, Invalid } from "@/lib/core/errors";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import {
  ago,
  makeSmallWorld,
  move,
  now,
  type SmallWorld,
  sellDaily,
} from "@/lib/metrics/testing/small-world";
import { type Actor, ROLES } from "@/lib/services/_shared/actor";
import { hashRules } from "@/lib/services/backtest/hash-rules";
import { activatePolicy } from "./activate";
import { ensurePolicy } from "./ensure";
import { getPolicy, listPolicies } from "./get";
import { previewPolicy } from "./preview";

let database: TestDatabase;
let world: SmallWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  world = await makeSmallWorld(db);
  await move(db, world.skuId, world.a, 600, ago(24 * 60));
  await sellDaily(db, world, { locationId: world.a, units: 2, days: 45 });
  await move(db, world.skuId, world.a, -480, ago(1));
  while ((await refreshNextBatch(db, { now })) > 0);
});
afterAll(() => database.drop());

const person = (role: Actor["role"]): Actor => ({ kind: "user", id: `u-${role}`, name: role, role });

test("a workspace has one policy from the start, however often it is asked for", async () => {
  const all = await Promise.all([1, 2, 3, 4].map(() => ensurePolicy(database.db)));
  expect(new Set(all.map((policy) => policy.version)).size).toBe(1);
  expect(await listPolicies(database.db)).toHaveLength(1);
});

test("only an admin puts rules in force", async () => {
  const { rules, version } = await getPolicy(database.db);
  for (const role of ROLES.filter((one) => one !== "admin"))
    await expect(
      activatePolicy(database.db, person(role), { rules, basedOnVersion: version }),
    ).rejects.toThrow(Forbidden);
  for (const role of ROLES.filter((one) => one !== "admin"))
    await expect(previewPolicy(database.db, person(role), rules)).rejects.toThrow(Forbidden);
});

test("a preview says what would change and changes nothing", async () => {
  const { rules } = await getPolicy(database.db);
  const before = await database.db`select * from stock_status order by sku_id, location_id`;
  const stricter = { ...rules, stock: { ...rules.stock, excessAfterDays: 30 } };
  const preview = await previewPolicy(database.db, person("admin"), stricter, now);
  expect(preview.before.excessCount).toBe(0);
  expect(preview.after.excessCount).toBe(1);
  expect(preview.after.excessMinor).toBeGreaterThan(0);
  expect([preview.sampledSkus, preview.allSkus]).toEqual([1, 1]);
  // The same threshold for one place only holds there and nowhere else.
  const excessWith = async (location: string) => {
    const exceptions = [{ scope: { location }, path: "stock.excessAfterDays" as const, value: 30 }];
    return (await previewPolicy(database.db, person("admin"), { ...rules, exceptions }, now)).after
      .excessCount;
  };
  expect([await excessWith("A"), await excessWith("B")]).toEqual([1, 0]);
  expect(await database.db`select * from stock_status order by sku_id, location_id`).toEqual(before);
});

test("rules that cannot be are refused by the field", async () => {
  const { rules, version } = await getPolicy(database.db);
  const wrong = { ...rules, stock: { ...rules.stock, atRiskProbability: 1.5 } };
  const refused = await activatePolicy(database.db, person("admin"), {
    rules: wrong,
    basedOnVersion: version,
  }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Invalid);
  expect(Object.keys((refused as Invalid).fieldErrors ?? {})).toEqual(["rules.stock.atRiskProbability"]);
  expect((await getPolicy(database.db)).version).toBe(version);
});

test("of two that edit the same version one wins; it is audited, kept, and everything is worked out anew", async () => {
  const { rules, version } = await getPolicy(database.db);
  const edited = { ...rules, stock: { ...rules.stock, excessAfterDays: 30 } };
  await expect(
    activatePolicy(database.db, person("admin"), { rules: edited, basedOnVersion: version }),
  ).rejects.toMatchObject({ details: { kind: "backtest" } });
  const results = await Promise.allSettled(
    [1, 2].map(() =>
      activatePolicy(database.db, person("admin"), {
        rules: edited,
        note: "tighter",
        basedOnVersion: version,
        withoutBacktest: "a day old",
      }),
    ),
  );
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  const lost = results.find((result) => result.status === "rejected");
  expect(lost?.reason).toBeInstanceOf(Conflict);
  const after = await getPolicy(database.db);
  expect(after.rules.stock.excessAfterDays).toBe(30);
  expect((await listPolicies(database.db)).map((policy) => policy.active)).toEqual([true, false]);
  const audited = await database.db<{ before: typeof rules; after: typeof rules; reason: string }[]>`
    select before, after, reason from audit_event where verb = 'policy.activate'`;
  expect(audited).toEqual([
    { before: rules, after: edited, reason: "tighter · Without a back-test: a day old" },
  ]);
  while ((await refreshNextBatch(database.db, { now })) > 0);
  const [row] = await database.db`select state from stock_status where location_id = ${world.a}`;
  expect(row?.state).toBe("excess");
});

test("a back-test counts for exactly its rules, for two weeks, and over a week of the past or more", async () => {
  const { db } = database;
  const { rules, version } = await getPolicy(db);
  const edited = { ...rules, stock: { ...rules.stock, excessAfterDays: 31 } };
  const tried = (days: number, daysAgo: number) => db`
    insert into backtest (rules, rules_hash, days, from_day, until_at, state, created_by, finished_at)
    values (${db.json(edited as never)}, ${hashRules(edited)}, ${days}, '2026-01-01', now(), 'done', 'Wei', now() - make_interval(days => ${daysAgo}))`;
  const refused = (why: string, of = edited) =>
    expect(activatePolicy(db, person("admin"), { rules: of, basedOnVersion: version })).rejects.toMatchObject(
      { details: { kind: "backtest", why } },
    );
  await refused("untried");
  await tried(5, 20);
  await refused("too_short");
  await tried(30, 15);
  await refused("too_old");
  await tried(7, 13);
  await refused("untried", { ...edited, stock: { ...edited.stock, excessAfterDays: 32 } });
  const put = await activatePolicy(db, person("admin"), { rules: edited, basedOnVersion: version });
  const [named] = await db`select days from backtest where policy_version = ${put.version}`;
  expect(named?.days, "the one that counted").toBe(7);
});
