import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden } from "@/lib/core/errors";
import { commandActor, ROLES } from "@/lib/services/_shared/actor";
import { createToken } from "./create-token";
import { findToken, forgetTokens } from "./find-token";
import { listTokens } from "./list";
import { revokeToken } from "./revoke-token";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const make = (fields: object = {}) =>
  createToken(database.db, commandActor, { name: "warehouse", role: "operator", ...fields });

test("a token acts under its role, and its secret is nowhere in the database", async () => {
  const { token, id } = await make();
  expect(await findToken(database.db, token)).toEqual({
    id,
    actor: { kind: "token", id: `token:${id}`, name: "warehouse", role: "operator" },
  });
  const rows =
    await database.owner`select t::text as row from api_token t union all select e::text from audit_event e`;
  expect(JSON.stringify(rows)).not.toContain(token.slice(12));
});

test("unknown, changed, expired and revoked tokens are nobody's", async () => {
  const good = await make();
  expect(await findToken(database.db, `${good.token}x`)).toBeNull();
  expect(await findToken(database.db, "")).toBeNull();
  const expired = await make({ validDays: 1 });
  await database.owner`update api_token set expires_at = now() - interval '1 second' where id = ${expired.id}`;
  expect(await findToken(database.db, expired.token)).toBeNull();
  const revoked = await make();
  expect(await findToken(database.db, revoked.token)).not.toBeNull();
  await revokeToken(database.db, commandActor, { tokenId: revoked.id });
  expect(await findToken(database.db, revoked.token)).toBeNull();
  await expect(revokeToken(database.db, commandActor, { tokenId: revoked.id })).rejects.toThrow(Conflict);
});

test("the time of use is written at most once a minute", async () => {
  const { token, id } = await make();
  const used = async () => {
    forgetTokens();
    await findToken(database.db, token);
    const [row] = await database.db<
      { at: Date }[]
    >`select last_used_at as at from api_token where id = ${id}`;
    return row?.at.getTime();
  };
  const first = await used();
  expect(first).toBeGreaterThan(0);
  expect(await used()).toBe(first);
  await database.owner`update api_token set last_used_at = now() - interval '61 seconds' where id = ${id}`;
  expect(await used()).toBeGreaterThan(first ?? 0);
});

test.each(ROLES.filter((role) => role !== "admin"))("%s may not manage tokens", async (role) => {
  const actor = { kind: "user", id: "u", name: "U", role } as const;
  await expect(createToken(database.db, actor, { name: "x", role: "supply" })).rejects.toThrow(Forbidden);
  await expect(revokeToken(database.db, actor, { tokenId: 1 })).rejects.toThrow(Forbidden);
  await expect(listTokens(database.db, actor)).rejects.toThrow(Forbidden);
});
