import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Invalid } from "@/lib/core/errors";
import { commandActor } from "@/lib/services/_shared/actor";
import { createAuth } from "@/lib/services/session/auth";
import { anybodyThere, createFirstAdmin } from "./create-first-admin";
import { createUser } from "./create-user";
import { setUpCode } from "./set-up-code";

const secret = "x".repeat(40);
const by = { secret, address: "192.0.2.1" };
const ada = {
  code: setUpCode(secret),
  name: "Ada",
  email: "Ada@Example.com ",
  password: "a long enough password",
  language: "zh-Hant",
  company: "Mill",
  baseCurrency: "twd",
  timeZone: "Asia/Taipei",
} as const;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const counts = async () => {
  const [row] = await database.owner`
    select (select count(*)::int from app_user) as people, (select count(*)::int from user_account) as accounts,
      (select count(*)::int from company) as companies, (select count(*)::int from audit_event) as audited`;
  return row;
};

test("the first admin can sign in, has the language and the company, and is audited", async () => {
  const { db } = database;
  expect(await anybodyThere(db)).toBe(false);
  expect(await createFirstAdmin(db, ada, by)).toEqual({ email: "ada@example.com" });
  expect(await anybodyThere(db)).toBe(true);
  const auth = createAuth(db, { secret, address: "http://localhost:3000" });
  const { user } = await auth.api.signInEmail({ body: { email: "ada@example.com", password: ada.password } });
  expect(user).toMatchObject({ role: "admin", preferences: { language: "zh-Hant" } });
  expect(await db`select name, base_currency as currency, time_zone as zone from company`).toEqual([
    { name: "Mill", currency: "TWD", zone: "Asia/Taipei" },
  ]);
  const audit = await db<{ verb: string; actor: string; after: unknown }[]>`
    select verb, actor_name as actor, after from audit_event order by id`;
  expect(audit.slice(0, 2)).toMatchObject([
    { verb: "user.first", actor: "Ada", after: { email: "ada@example.com", address: "192.0.2.1" } },
    { verb: "company.save", actor: "Ada", after: { baseCurrency: "TWD" } },
  ]);
  expect(JSON.stringify(audit)).not.toContain(ada.password);
  expect(JSON.stringify(audit)).not.toContain(ada.code);
});

test("of many at once one wins, and nothing is left of the others", async () => {
  const tries = Array.from({ length: 8 }, (_, i) =>
    createFirstAdmin(database.db, { ...ada, email: `ada-${i}@example.com` }, by),
  );
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
  expect(await counts()).toEqual({ people: 1, accounts: 1, companies: 1, audited: 2 });
});

test("it cannot come between another way of adding a person and its commit", async () => {
  const { db } = database;
  const made = await Promise.allSettled([
    createFirstAdmin(db, ada, by),
    createUser(db, commandActor, {
      email: "bo@example.com",
      name: "Bo",
      role: "admin",
      password: ada.password,
    }),
  ]);
  expect(made[1]?.status).toBe("fulfilled");
  // Either Ada came first, or she came too late: never both refused, never a second "first".
  const [row] = await db<{ first: number }[]>`
    select count(*)::int as first from audit_event where verb = 'user.first' and id > 1`;
  expect(row?.first).toBe(0);
});

test("a wrong code changes nothing, and after too many tries even the right one waits", async () => {
  const wrong = { ...ada, code: "0000-0000-0000-0000" };
  for (let i = 0; i < 30; i++)
    await expect(createFirstAdmin(database.db, wrong, by)).rejects.toMatchObject({
      fieldErrors: { code: expect.any(String) },
    });
  await expect(createFirstAdmin(database.db, ada, by)).rejects.toThrow(/Too many tries/);
  expect(await counts()).toEqual({ people: 0, accounts: 0, companies: 0, audited: 0 });
  await createFirstAdmin(database.db, ada, { ...by, address: "192.0.2.2" });
});

test.each([
  { password: "too short" },
  { email: "nobody" },
  { name: " " },
  { baseCurrency: "XXY" },
  { timeZone: "Mars/Olympus" },
])("%o is refused", async (field) => {
  await expect(createFirstAdmin(database.db, { ...ada, ...field }, by)).rejects.toThrow(Invalid);
  expect(await anybodyThere(database.db)).toBe(false);
});

test("it is closed once there is a person, and a company that an import made stays", async () => {
  const { db } = database;
  await db`insert into company (name, base_currency, time_zone) values ('My company', 'EUR', 'UTC')`;
  await createFirstAdmin(db, ada, by);
  expect(await db`select name, base_currency as currency from company`).toEqual([
    { name: "My company", currency: "EUR" },
  ]);
  await expect(createFirstAdmin(db, { ...ada, email: "eve@example.com" }, by)).rejects.toThrow(Conflict);
  expect(await counts()).toEqual({ people: 1, accounts: 1, companies: 1, audited: 1 });
});
