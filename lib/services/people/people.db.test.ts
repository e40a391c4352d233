import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden, Invalid, NotFound } from "@/lib/core/errors";
import { type Actor, commandActor, ROLES } from "@/lib/services/_shared/actor";
import { type Auth, createAuth } from "@/lib/services/session/auth";
import { readSession } from "@/lib/services/session/current";
import { acceptInvitation, findInvitation } from "./accept-invitation";
import { changePassword } from "./change-password";
import { changeRole } from "./change-role";
import { createUser } from "./create-user";
import { invite } from "./invite";
import { listInvitations, listPeople } from "./list";
import { resetPassword } from "./reset-password";
import { revokeInvitation } from "./revoke-invitation";
import { setDisabled } from "./set-disabled";
import { setPreferences } from "./set-preferences";
import { signOutEverywhere } from "./sign-out-everywhere";

let database: TestDatabase;
let auth: Auth;
const password = "a long enough password";
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  auth = createAuth(database.db, { secret: "x".repeat(40), address: "http://localhost:3000" });
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db`update app_user set role = 'manager' where role = 'admin'`;
});

/** A person of a role, with an address of their own. */
async function person(role: Actor["role"]) {
  const made = await createUser(database.db, commandActor, {
    email: `${role}-${++count}@example.com`,
    name: `${role} ${count}`,
    role,
    password,
  });
  const actor: Actor = { kind: "user", id: made.id, name: made.name, role };
  return { ...made, actor };
}

async function signIn(email: string, secret = password) {
  const { headers } = await auth.api.signInEmail({ body: { email, password: secret }, returnHeaders: true });
  return new Headers({
    cookie: headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; "),
  });
}
const read = (headers: Headers) => readSession(headers, { auth, db: database.db });
const secretOf = (path: string) => path.replace("/accept/", "");
const lastAudit = async () => {
  const [row] =
    await database.db`select verb, actor_id, before, after from audit_event order by id desc limit 1`;
  return row;
};

test.each(ROLES.filter((role) => role !== "admin"))("%s may not manage people", async (role) => {
  const { db } = database;
  const { actor, id } = await person(role);
  const refused = [
    createUser(db, actor, { email: "new@example.com", name: "New", role: "admin", password }),
    invite(db, actor, { email: "new@example.com", role: "admin" }),
    revokeInvitation(db, actor, { invitationId: 1 }),
    changeRole(db, actor, { userId: id, role: "admin" }),
    setDisabled(db, actor, { userId: id, disabled: true }),
    resetPassword(db, actor, { userId: id }),
    signOutEverywhere(db, actor, { userId: "someone else" }),
    listPeople(db, actor),
    listInvitations(db, actor),
  ];
  for (const outcome of await Promise.allSettled(refused))
    expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(Forbidden) });
});

test("an address has one sign-in, however it is written", async () => {
  const { email } = await person("supply");
  const again = { email: ` ${email.toUpperCase()}`, name: "Again", role: "supply" as const };
  await expect(createUser(database.db, commandActor, again)).rejects.toThrow(Conflict);
  await expect(invite(database.db, commandActor, { email, role: "supply" })).rejects.toThrow(Conflict);
});

test("a short password and a wrong address are refused by field", async () => {
  const refused = createUser(database.db, commandActor, {
    email: "x",
    name: "",
    role: "supply",
    password: "short",
  });
  await expect(refused).rejects.toMatchObject({
    code: "invalid",
    fieldErrors: { email: expect.any(String), name: expect.any(String), password: expect.any(String) },
  });
});

test("an invitation lets in once, also when two press at the same moment", async () => {
  const admin = await person("admin");
  const { path } = await invite(database.db, admin.actor, { email: "guest@example.com", role: "marketing" });
  const token = secretOf(path);
  expect(await findInvitation(database.db, token)).toMatchObject({
    email: "guest@example.com",
    known: false,
  });
  const accept = (name: string) => acceptInvitation(database.db, { token, name, password });
  const outcomes = await Promise.allSettled([accept("One"), accept("Two")]);
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  await expect(accept("Three")).rejects.toThrow(NotFound);
  expect(await findInvitation(database.db, token)).toBeNull();
  expect((await read(await signIn("guest@example.com")))?.actor.role).toBe("marketing");
});

test("an invitation that ended, was withdrawn or was replaced lets nobody in", async () => {
  const { db } = database;
  const admin = await person("admin");
  const late = await invite(db, admin.actor, { email: "late@example.com", role: "supply" });
  await database.owner`update invitation set expires_at = now() - interval '1 second' where id = ${late.id}`;
  const replaced = await invite(db, admin.actor, { email: "twice@example.com", role: "supply" });
  const current = await invite(db, admin.actor, { email: "twice@example.com", role: "operator" });
  const withdrawn = await invite(db, admin.actor, { email: "gone@example.com", role: "supply" });
  await revokeInvitation(db, admin.actor, { invitationId: withdrawn.id });
  await expect(revokeInvitation(db, admin.actor, { invitationId: withdrawn.id })).rejects.toThrow(Conflict);
  for (const { path } of [late, replaced, withdrawn])
    await expect(acceptInvitation(db, { token: secretOf(path), name: "X", password })).rejects.toThrow(
      NotFound,
    );
  expect((await listInvitations(db, admin.actor)).map((row) => row.id)).toEqual([current.id]);
  const stored = await database.owner`select token_hash from invitation where id = ${current.id}`;
  expect(JSON.stringify(stored)).not.toContain(secretOf(current.path));
});

test("a reset link sets a new password, keeps the role and ends the sessions", async () => {
  const admin = await person("admin");
  const wei = await person("operator");
  const headers = await signIn(wei.email);
  const { path } = await resetPassword(database.db, admin.actor, { userId: wei.id });
  expect(await read(headers)).not.toBeNull();
  await acceptInvitation(database.db, {
    token: secretOf(path),
    name: "Ignored",
    password: "another long password",
  });
  expect(await read(headers)).toBeNull();
  await expect(signIn(wei.email)).rejects.toThrow();
  const session = await read(await signIn(wei.email, "another long password"));
  expect(session?.actor).toMatchObject({ name: wei.name, role: "operator" });
});

test("switching a person off ends their sessions; the role changes with the next request", async () => {
  const admin = await person("admin");
  const ines = await person("supply");
  const headers = await signIn(ines.email);
  await changeRole(database.db, admin.actor, { userId: ines.id, role: "manager" });
  expect((await read(headers))?.actor.role).toBe("manager");
  expect(await lastAudit()).toMatchObject({
    verb: "user.role",
    actor_id: admin.id,
    before: { role: "supply" },
    after: { role: "manager" },
  });
  await setDisabled(database.db, admin.actor, { userId: ines.id, disabled: true });
  expect(await read(headers)).toBeNull();
  await expect(signIn(ines.email)).rejects.toThrow();
  await setDisabled(database.db, admin.actor, { userId: ines.id, disabled: false });
  expect(await read(headers)).toBeNull();
  expect(await read(await signIn(ines.email))).not.toBeNull();
});

test("the last admin can be neither switched off nor given another role", async () => {
  const { db } = database;
  const one = await person("admin");
  const two = await person("admin");
  const outcomes = await Promise.allSettled([
    setDisabled(db, one.actor, { userId: two.id, disabled: true }),
    changeRole(db, two.actor, { userId: one.id, role: "supply" }),
  ]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  const [left] = await db<{ id: string }[]>`select id from app_user where role = 'admin' and not disabled`;
  const last = left?.id === one.id ? one : two;
  await expect(setDisabled(db, last.actor, { userId: last.id, disabled: true })).rejects.toThrow(Conflict);
  await expect(changeRole(db, last.actor, { userId: last.id, role: "supply" })).rejects.toThrow(Conflict);
});

test("a new password needs the current one and ends the other sessions", async () => {
  const { db } = database;
  const ines = await person("supply");
  const here = await signIn(ines.email);
  const elsewhere = await signIn(ines.email);
  const keep = (await read(here))?.sessionId ?? null;
  const change = (currentPassword: string, newPassword: string) =>
    changePassword(db, ines.actor, { currentPassword, newPassword }, keep);
  await expect(change("wrong", "the next long password")).rejects.toThrow(Invalid);
  await expect(change(password, "short")).rejects.toThrow(Invalid);
  await change(password, "the next long password");
  expect(await read(here)).not.toBeNull();
  expect(await read(elsewhere)).toBeNull();
  const stored = await database.owner`select password from user_account where user_id = ${ines.id}`;
  expect(JSON.stringify(stored)).not.toContain("the next long password");
});

test("signing out everywhere ends all sessions of that person only", async () => {
  const ines = await person("supply");
  const wei = await person("operator");
  const [a, b, other] = [await signIn(ines.email), await signIn(ines.email), await signIn(wei.email)];
  expect(await signOutEverywhere(database.db, ines.actor, { userId: ines.id })).toBe(2);
  expect([await read(a), await read(b)]).toEqual([null, null]);
  expect(await read(other)).not.toBeNull();
});

test("preferences are kept one by one and cannot carry a role", async () => {
  const ines = await person("supply");
  await setPreferences(database.db, ines.actor, { language: "zh-Hant", density: "dense" });
  await setPreferences(database.db, ines.actor, { density: null });
  await setPreferences(database.db, ines.actor, { keys: { next: "n", main: "" } });
  expect((await read(await signIn(ines.email)))?.preferences).toEqual({
    language: "zh-Hant",
    keys: { next: "n", main: "" },
  });
  const sneaky = { role: "admin" } as unknown as { language: null };
  await expect(setPreferences(database.db, ines.actor, sneaky)).rejects.toThrow(Invalid);
});
