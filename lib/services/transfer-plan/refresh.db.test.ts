import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { refreshFigures } from "@/lib/jobs/figures-refresh";
import {
  addSku,
  ago,
  makeSmallWorld,
  move,
  now,
  type SmallWorld,
  sellDaily,
} from "@/lib/metrics/testing/small-world";
import { getPolicy } from "@/lib/services/policy/get";
import { propose } from "@/lib/services/recommendation/propose";
import type { Option, TransferStep } from "@/lib/services/recommendation/types";
import { planInParts } from "./plan-in-parts";
import { readTransferPlan } from "./read";
import { refreshTransferPlan } from "./refresh";
import { whatIf } from "./what-if";

let database: TestDatabase;
let world: SmallWorld;
const skuIds: number[] = [];

/** Four SKUs that are out at A while B has plenty; a shipment costs more than any of them earns alone. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  world = await makeSmallWorld(db);
  skuIds.push(world.skuId);
  for (const code of ["SKU-2", "SKU-3", "SKU-4"]) skuIds.push(await addSku(db, code));
  for (const skuId of skuIds) {
    await move(db, skuId, world.a, 300, ago(24 * 60));
    await move(db, skuId, world.b, 400, ago(24 * 60));
    await sellDaily(db, world, { skuId, locationId: world.a, units: 4, days: 45 });
    await sellDaily(db, world, { skuId, locationId: world.b, units: 1, days: 20 });
    await move(db, skuId, world.a, -300, ago(1));
  }
  await database.owner`update stock_level set data_as_of = ${now}`;
  await database.owner`update lane set fixed_minor_per_shipment = 180000, capacity_units = 300 where origin_id = ${world.b}`;
  await database.owner`update lane set active = false where origin_id = ${world.tokyo}`;
  await db.begin(async (tx) => {
    const [row] = await tx<
      { since: string }[]
    >`select (${now}::timestamptz - interval '70 days')::text as since`;
    const since = row?.since ?? null;
    await refreshFigures(
      tx,
      { skuIds, since: skuIds.map(() => since), demandDay: skuIds.map(() => null) },
      await getPolicy(tx),
      now,
    );
  });
});
afterAll(() => database.drop());

const proposeAll = () => database.db.begin((tx) => propose(tx, skuIds, { now }));

async function bestSteps(): Promise<TransferStep[]> {
  const rows = await database.db<{ options: Option[] }[]>`
    select options from recommendation where state = 'open' and kind = 'shortage' order by sku_id`;
  return rows.flatMap(({ options }) =>
    (options[0]?.steps ?? []).filter((step): step is TransferStep => step.kind === "transfer"),
  );
}

test("SKUs that could not pay a shipment alone share one, within its room", async () => {
  await proposeAll();
  expect(await bestSteps()).toEqual([]);

  const plan = await refreshTransferPlan(database.db, now);
  expect(plan).toMatchObject({ skus: 4, affectedSkuIds: skuIds });
  expect(plan?.optimalityGap).toBeLessThan(0.01);
  await proposeAll();
  const steps = await bestSteps();
  expect(steps).toHaveLength(4);
  const units = steps.reduce((sum, step) => sum + step.quantityUnits, 0);
  expect(units).toBeLessThanOrEqual(300);
  expect(units).toBeGreaterThan(280);
  const fixed = steps.reduce((sum, step) => sum + (step.fixedMinor ?? 0), 0);
  expect(Math.abs(fixed - 180_000)).toBeLessThan(1_800);
});

test("planned two SKUs at a time they share the same shipment and its room", async () => {
  const { rules } = await getPolicy(database.db);
  const { plan } = await planInParts(database.db, rules, now, 2);
  expect(plan.plans.map(({ skuId }) => skuId).toSorted()).toEqual(skuIds.toSorted());
  expect(plan.shipments).toHaveLength(1);
  expect(plan.shipments[0]).toMatchObject({ skuCount: 4, fixedMinor: 180_000 });
  expect(plan.shipments[0]?.units).toBeGreaterThan(280);
  expect(plan.shipments[0]?.units).toBeLessThanOrEqual(300);
  expect(plan.optimalityGap).toBeGreaterThan(0);
});

test("the page shows it as one shipment, and planning again changes nothing", async () => {
  const before = await readTransferPlan(database.db, now);
  expect(before.shipments).toHaveLength(1);
  expect(before.shipments[0]).toMatchObject({
    fixedMinor: 180_000,
    departsOn: "2026-06-17",
    unitsMissing: 0,
  });
  expect(before.shipments[0]?.room?.limit).toBe("units");
  expect(before.shipments[0]?.room?.share).toBeLessThanOrEqual(1);
  expect(before.optimalityGap).toBeLessThan(0.01);
  expect((await refreshTransferPlan(database.db, now))?.affectedSkuIds).toEqual([]);
  await proposeAll();
  expect((await readTransferPlan(database.db, now)).shipments).toEqual(before.shipments);
});

test("a change is tried without being stored: fewer units, no lane, a longer way", async () => {
  const plan = await readTransferPlan(database.db, now);
  const [shipment] = plan.shipments;
  const line = shipment?.lines[0];
  if (!shipment || !line) throw new Error("nothing is planned");
  const laneId = shipment.laneId;
  const none = { forbid: [], leadDays: [], quantities: [], unread: [] };
  const same = await whatIf(database.db, plan, none, now);
  expect(same.after).toEqual(same.before);

  const quantities = [{ skuId: line.skuId, laneId, units: line.quantityUnits - 20 }];
  const fewer = await whatIf(database.db, plan, { ...none, quantities }, now);
  expect(fewer.after.units).toBe(plan.shipments[0]?.units ? shipment.units - 20 : 0);
  expect(fewer.after.valueMinor).toBeLessThan(fewer.before.valueMinor);
  expect(fewer.lines).toHaveLength(1);
  expect(fewer.lines[0]?.destination.afterDays).toBeLessThan(fewer.lines[0]?.destination.beforeDays ?? 0);

  const without = await whatIf(database.db, plan, { ...none, forbid: [laneId] }, now);
  expect(without.after).toEqual({
    units: 0,
    freightMinor: expect.any(Number),
    valueMinor: expect.any(Number),
  });
  expect(Math.abs(without.after.freightMinor)).toBeLessThan(10);
  expect(Math.abs(without.after.valueMinor)).toBeLessThan(10);

  const later = await whatIf(database.db, plan, { ...none, leadDays: [{ laneId, days: 14 }] }, now);
  expect(later.after.valueMinor).toBeLessThan(later.before.valueMinor);

  const far = await whatIf(
    database.db,
    plan,
    { ...none, quantities: [{ ...quantities[0], skuId: line.skuId, laneId, units: 9_000 }] },
    now,
  );
  expect(far.refused).toEqual([
    expect.objectContaining({ violation: expect.objectContaining({ code: "above_maximum" }) }),
  ]);
  expect(far.after).toEqual(far.before);

  const strange = {
    forbid: [999],
    leadDays: [],
    quantities: [{ skuId: 888_888, laneId, units: 6 }],
    unread: ["lead=x"],
  };
  const passed = await whatIf(database.db, plan, strange, now);
  expect(passed.passedOver).toEqual(["lead=x", "forbid=999", `units=888888-${laneId}-6`]);
  expect(passed.after).toEqual(passed.before);
  expect(await readTransferPlan(database.db, now)).toEqual(plan);
});

test("what is missing for the plan is named: a cost, a rate, a lane's kind", async () => {
  const { owner } = database;
  expect((await readTransferPlan(database.db, now)).gaps.map(({ kind }) => kind)).toEqual([]);
  await owner`update stock_status set margin_base_minor = null where sku_id = ${skuIds[1] ?? 0}`;
  await owner`update location set kind = 'fba' where id = ${world.b}`;
  await owner`update lane set active = true, currency = 'ZAR' where origin_id = ${world.tokyo}`;
  await refreshTransferPlan(database.db, now);
  expect((await readTransferPlan(database.db, now)).gaps).toEqual([
    { kind: "no_margin", count: 1, examples: ["SKU-2"] },
    { kind: "no_rate", count: 1, examples: ["T → A"] },
    { kind: "needs_removal_lane", count: 1, examples: ["B → A"] },
  ]);
  await owner`update location set kind = 'warehouse' where id = ${world.b}`;
  await owner`update lane set active = false where origin_id = ${world.tokyo}`;
});

test("a lane that no shipment pays for is named with what it lacks", async () => {
  await database.owner`update lane set fixed_minor_per_shipment = 90000000 where origin_id = ${world.b}`;
  await refreshTransferPlan(database.db, now);
  await proposeAll();
  const { shipments, closed } = await readTransferPlan(database.db, now);
  expect(shipments).toEqual([]);
  expect(closed).toEqual([expect.objectContaining({ why: "fixed_cost_not_earned", fixedMinor: 90_000_000 })]);
});
