import { afterAll, beforeAll, expect, test } from "vitest";
import { listLanes } from "@/db/queries/lanes";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden, Invalid } from "@/lib/core/errors";
import { makeSmallCompany, person, type SmallCompany, testSecret } from "../action/testing/small-company";
import { findClashes } from "./clashes";
import { saveLane } from "./save";
import type { LaneValues } from "./save-input";

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;
let company: SmallCompany;

const values: LaneValues = {
  leadTimeDays: 4.5,
  currency: "USD",
  freightPerUnit: 1.25,
  handlingPerUnit: 0.1,
  fixedPerShipment: 80,
  minValue: 500,
  minUnits: 10,
  capacityUnits: 400,
  capacityGrams: 500_000,
  capacityCm3: null,
  hazmatAllowed: false,
  coldChainAllowed: true,
  kind: null,
  shipWeekdays: [5, 1],
  cutOffHour: 14,
  closedDays: ["2026-12-25"],
  cooldownDays: 7,
  active: true,
};

beforeAll(async () => {
  database = await createTestDatabase();
  company = await makeSmallCompany(database.db, {
    warehouseUrl: "http://127.0.0.1:1",
    adsUrl: "http://127.0.0.1:1",
    secret: "whsec_AAAA",
  });
});
afterAll(() => database.drop());

const laneOf = async (laneId: number) => (await listLanes(database.db)).find(({ id }) => id === laneId);

test("a lane is saved as it was typed, audited, and planned anew; the second of two people is told", async () => {
  const { db } = database;
  const { laneId } = company;
  const seenVersion = (await laneOf(laneId))?.version ?? 0;
  const saved = await saveLane(db, person("supply", "Mei"), { laneId, seenVersion, values });
  expect(await laneOf(laneId)).toMatchObject({
    version: saved.version,
    leadTimeDays: 4.5,
    freightMinorPerUnit: 125,
    handlingMinorPerUnit: 10,
    fixedMinorPerShipment: 8_000,
    minValueMinor: 50_000,
    shipWeekdays: [1, 5],
    closedDays: ["2026-12-25"],
    hazmatAllowed: false,
  });
  const [audit] =
    await db`select entity_id, actor_name, after ->> 'min_units' as least from audit_event where verb = 'lane.save'`;
  expect(audit).toEqual({ entity_id: "AAA→BBB", actor_name: "Mei", least: "10" });
  const [marked] = await db`select 1 as yes from sku_to_refresh where sku_id = ${company.skuId}`;
  expect(marked).toEqual({ yes: 1 });

  const late = { laneId, seenVersion, values: { ...values, minUnits: 5 } };
  await expect(saveLane(db, person("supply", "Ines"), late)).rejects.toBeInstanceOf(Conflict);
  await db`update lane set lead_time_days = 6 where id = ${laneId}`;
  const imported = { laneId, seenVersion: saved.version, values };
  await expect(saveLane(db, person("admin"), imported), "an import counts too").rejects.toBeInstanceOf(
    Conflict,
  );
  expect(await laneOf(laneId)).toMatchObject({ minUnits: 10, leadTimeDays: 6 });
  await expect(saveLane(db, person("marketing"), imported)).rejects.toBeInstanceOf(Forbidden);
});

test("a new lane leads from one place to another that has none yet; every weekday is stored as no limit", async () => {
  const { db } = database;
  const ends = { originId: company.destinationId, destinationId: company.handOriginId };
  const made = await saveLane(db, person("supply"), {
    ...ends,
    values: { ...values, shipWeekdays: [1, 2, 3, 4, 5, 6, 7] },
  });
  expect(await laneOf(made.laneId)).toMatchObject({ originCode: "BBB", shipWeekdays: null, version: 1 });
  const again = await saveLane(db, person("supply"), { ...ends, values }).catch((error) => error);
  expect(again).toBeInstanceOf(Invalid);
  expect(again.fieldSays).toHaveProperty("destinationId");
  const clashing = { ...ends, values: { ...values, minUnits: 500, shipWeekdays: [] } };
  const clashes = await saveLane(db, person("supply"), clashing).catch((error) => error);
  expect(clashes.fieldErrors).toEqual({
    "values.minUnits": "A shipment needs at least 500 units and holds at most 400.",
    "values.shipWeekdays": "It ships on no weekday, so nothing would ever leave.",
  });
  expect(Object.keys(clashes.fieldSays)).toEqual(Object.keys(clashes.fieldErrors));
  expect(clashes.say.values, "the note above the form does not say them again").toBeUndefined();
  const loop = { originId: company.originId, destinationId: company.originId, values };
  await expect(saveLane(db, person("supply"), loop)).rejects.toBeInstanceOf(Invalid);
});

test("constraints that rule each other out are named at their field", () => {
  const world = {
    originKind: "warehouse",
    destinationKind: "warehouse",
    leastGrams: 200,
    leastCm3: null,
    hasRate: true,
  };
  const fields = (changed: Partial<LaneValues>, of: Partial<typeof world> = {}) =>
    findClashes({ ...values, ...changed }, { ...world, ...of }).map(({ field }) => field);
  expect(fields({})).toEqual([]);
  expect(fields({ minUnits: 401 })).toEqual(["minUnits"]);
  // 10 units of 200 g are 2,000 g.
  expect(fields({ capacityGrams: 2_000 })).toEqual([]);
  expect(fields({ capacityGrams: 1_999 })).toEqual(["capacityGrams"]);
  expect(fields({ capacityCm3: 1 })).toEqual([]);
  expect(fields({ shipWeekdays: [] })).toEqual(["shipWeekdays"]);
  expect(fields({}, { originKind: "fba" })).toEqual(["kind"]);
  expect(fields({ kind: "removal" }, { originKind: "fba" })).toEqual([]);
  expect(fields({ kind: "removal" })).toEqual(["kind"]);
  expect(fields({ kind: "transfer" }, { destinationKind: "fba" })).toEqual(["kind"]);
  expect(fields({}, { destinationKind: "fba" })).toEqual([]);
  expect(fields({ kind: "inbound" })).toEqual(["kind"]);
  expect(fields({ minUnits: 500 }, { hasRate: false })).toEqual(["minUnits", "currency"]);
});
