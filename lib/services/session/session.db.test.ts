import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { commandActor } from "@/lib/services/_shared/actor";
import { createUser } from "@/lib/services/people/create-user";
import { type Auth, createAuth } from "./auth";
import { readSession } from "./current";

let database: TestDatabase;
let auth: Auth;
const password = "a long enough password";

beforeAll(async () => {
  database = await createTestDatabase();
  auth = createAuth(database.db, { secret: "x".repeat(40), address: "http://localhost:3000" });
  await createUser(database.db, commandActor, {
    email: "Ines@Example.com ",
    name: "Ines",
    role: "supply",
    password,
  });
});
afterAll(() => database.drop());

async function signIn(email: string, secret = password): Promise<Headers> {
  const { headers } = await auth.api.signInEmail({ body: { email, password: secret }, returnHeaders: true });
  const cookie = headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return new Headers({ cookie });
}
const read = (headers: Headers) => readSession(headers, { auth, db: database.db });

test("a signed-in person has the role of the row, and the sign-in is in the audit", async () => {
  const headers = await signIn("ines@example.com");
  const session = await read(headers);
  expect(session?.actor).toMatchObject({ kind: "user", name: "Ines", role: "supply" });
  const rows = await database.db`select verb, actor_name from audit_event where verb = 'session.start'`;
  expect(rows).toHaveLength(1);
});

test("a cookie that nobody signed, or none at all, is nobody", async () => {
  expect(await read(new Headers())).toBeNull();
  const headers = await signIn("ines@example.com");
  const forged = headers.get("cookie")?.replace(/=(.)/, (_, first) => `=${first === "Z" ? "Y" : "Z"}`) ?? "";
  expect(await read(new Headers({ cookie: forged }))).toBeNull();
});

test("the cookie is kept from scripts and from other sites", async () => {
  const { headers } = await auth.api.signInEmail({
    body: { email: "ines@example.com", password },
    returnHeaders: true,
  });
  const line = headers.getSetCookie().find((text) => text.includes("session_token")) ?? "";
  expect(line).toMatch(/HttpOnly/i);
  expect(line).toMatch(/SameSite=Lax/i);
  const secure = createAuth(database.db, { secret: "x".repeat(40), address: "https://plimsoll.example" });
  const answer = await secure.api.signInEmail({
    body: { email: "ines@example.com", password },
    returnHeaders: true,
  });
  expect(answer.headers.getSetCookie().join()).toMatch(/__Secure-plimsoll\.session_token=.*Secure/);
});

test("a session ends after 12 hours without a request, and after 7 days in any case", async () => {
  const idle = await signIn("ines@example.com");
  const before = await read(idle);
  await database.db`update user_session set last_seen_at = now() - interval '11 hours' where id = ${before?.sessionId ?? ""}`;
  expect(await read(idle)).not.toBeNull();
  const [touched] =
    await database.db`select last_seen_at > now() - interval '1 minute' as fresh from user_session where id = ${before?.sessionId ?? ""}`;
  expect(touched).toEqual({ fresh: true });
  await database.db`update user_session set last_seen_at = now() - interval '13 hours' where id = ${before?.sessionId ?? ""}`;
  expect(await read(idle)).toBeNull();

  const old = await signIn("ines@example.com");
  const begun = await read(old);
  expect(begun && (begun.endsAt.getTime() - Date.now()) / 86_400_000).toBeCloseTo(7, 2);
  await database.db`update user_session set expires_at = now() - interval '1 second' where id = ${begun?.sessionId ?? ""}`;
  expect(await read(old)).toBeNull();
});

test("a wrong password, an unknown address and a switched-off person are refused; after ten tries so is the right one", async () => {
  await createUser(database.db, commandActor, {
    email: "wei@example.com",
    name: "Wei",
    role: "operator",
    password,
  });
  await expect(signIn("wei@example.com", "not the password")).rejects.toMatchObject({
    status: "UNAUTHORIZED",
  });
  await expect(signIn("nobody@example.com")).rejects.toMatchObject({ status: "UNAUTHORIZED" });
  for (let n = 0; n < 9; n++) await signIn("wei@example.com", "not the password").catch(() => {});
  await expect(signIn("wei@example.com")).rejects.toMatchObject({ status: "TOO_MANY_REQUESTS" });

  await createUser(database.db, commandActor, {
    email: "off@example.com",
    name: "Off",
    role: "admin",
    password,
  });
  await database.db`update app_user set disabled = true where email = 'off@example.com'`;
  await expect(signIn("off@example.com")).rejects.toMatchObject({ status: "FORBIDDEN" });
});

test("nobody can sign up by themselves", async () => {
  const answer = await auth.handler(
    new Request("http://localhost:3000/api/auth/sign-up/email", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: "http://localhost:3000",
        host: "localhost:3000",
      },
      body: JSON.stringify({ email: "x@example.com", password, name: "X" }),
    }),
  );
  expect(answer.status).toBe(400);
});

test("a form on another site cannot sign anybody in or out", async () => {
  const cookie = (await signIn("ines@example.com")).get("cookie") ?? "";
  const answer = await auth.handler(
    new Request("http://localhost:3000/api/auth/sign-out", {
      method: "POST",
      headers: {
        origin: "https://evil.example",
        host: "localhost:3000",
        cookie,
        "content-type": "application/json",
      },
      body: "{}",
    }),
  );
  expect(answer.status).toBe(403);
  expect(await read(new Headers({ cookie }))).not.toBeNull();
});
