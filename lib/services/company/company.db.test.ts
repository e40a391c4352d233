import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden, Invalid } from "@/lib/core/errors";
import { commandActor, ROLES } from "@/lib/services/_shared/actor";
import { saveCompany } from "./save-company";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const mill = { name: "Mill", baseCurrency: "eur", timeZone: "Europe/Berlin" };
const stored = async () => {
  const [row] = await database.db`select name, base_currency as currency, time_zone as zone from company`;
  return row;
};

test("currency and zone can be set until something rests on them, the name always", async () => {
  const { db, owner } = database;
  await saveCompany(db, commandActor, mill);
  await saveCompany(db, commandActor, { ...mill, baseCurrency: "TWD", timeZone: "Asia/Taipei" });
  expect(await stored()).toEqual({ name: "Mill", currency: "TWD", zone: "Asia/Taipei" });
  await owner.unsafe(`
    insert into policy (rules, active, created_by) values ('{}', true, 'test');
    insert into recommendation (kind, team, subject_key, problem, options, evidence, policy_version, value_low_minor, value_minor,
      value_high_minor, material_hash) values ('excess', 'supply', 'x', '{}', '[]', '[]', 1, 1, 1, 1, 'h')`);
  await expect(saveCompany(db, commandActor, mill)).rejects.toThrow(Conflict);
  await saveCompany(db, commandActor, { name: "Mill & Co", baseCurrency: "TWD", timeZone: "Asia/Taipei" });
  expect(await stored()).toEqual({ name: "Mill & Co", currency: "TWD", zone: "Asia/Taipei" });
});

test.each([{ baseCurrency: "XXY" }, { timeZone: "Mars/Olympus" }, { name: " " }])(
  "%o is refused",
  async (wrong) => {
    await expect(saveCompany(database.db, commandActor, { ...mill, ...wrong })).rejects.toThrow(Invalid);
  },
);

test.each(ROLES.filter((role) => role !== "admin"))("%s may not change it", async (role) => {
  await expect(saveCompany(database.db, { ...commandActor, role }, mill)).rejects.toThrow(Forbidden);
});
