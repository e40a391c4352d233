import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Conflict, Forbidden, Invalid, NotFound } from "@/lib/core/errors";
import { type Actor, ROLES } from "@/lib/services/_shared/actor";
import { unsealSecret } from "@/lib/services/_shared/seal";
import { loadConnection } from "../action/target";
import { createConnection } from "./create-connection";
import { endFormerSecrets } from "./end-former-secrets";
import { listConnections } from "./list-connections";
import { rotateSecret } from "./rotate-secret";
import { updateConnection } from "./update-connection";

let database: TestDatabase;
const admin: Actor = { kind: "user", id: "a", name: "Ada", role: "admin" };
const warehouse = {
  key: "wms",
  vendor: "webhook",
  name: "Warehouse",
  baseUrl: "https://wms.example/api/",
} as const;

beforeAll(async () => {
  process.env.PLIMSOLL_SECRET = "x".repeat(40);
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a connection is made, changed and given a new secret; the secret is nowhere in plain text", async () => {
  const { db, owner } = database;
  const made = await createConnection(db, admin, warehouse);
  expect(made.secret).toMatch(/^whsec_/);
  await expect(createConnection(db, admin, warehouse)).rejects.toThrow(Conflict);
  await owner`update connection set config = config || '{"other": 1}' where id = ${made.id}`;
  await updateConnection(db, admin, {
    connectionId: made.id,
    state: "paused",
    name: "WMS",
    baseUrl: "",
    lagLimitMinutes: 30,
  });
  expect(await listConnections(db, admin)).toMatchObject([
    { key: "wms", name: "WMS", state: "paused", baseUrl: null, lagLimitSeconds: 1800, signed: true },
  ]);
  const rotated = await rotateSecret(db, admin, { connectionId: made.id });
  const [row] = await owner<{ sealed: Buffer; other: number }[]>`
    select secret_sealed as sealed, (config->>'other')::int as other from connection where id = ${made.id}`;
  expect(row?.other).toBe(1);
  expect(unsealSecret(row?.sealed ?? Buffer.alloc(0))).toBe(rotated.secret);
  const everything =
    await owner`select c::text as row from connection c union all select e::text from audit_event e`;
  for (const secret of [made.secret ?? "", rotated.secret])
    expect(JSON.stringify(everything)).not.toContain(secret.slice(6));
  await expect(rotateSecret(db, admin, { connectionId: 9999 })).rejects.toThrow(NotFound);
});

test("a system runs the stock of locations that nobody else keeps", async () => {
  const { db } = database;
  await db`
    insert into location (code, name, kind, country, region, time_zone)
    values ('EAST', 'East', 'warehouse', 'US', 'NA', 'UTC'), ('WEST', 'West', 'warehouse', 'US', 'NA', 'UTC')`;
  const [shop] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name) values ('shop', 'shopify', 'Our shop') returning id`;
  await db`
    insert into connection_place (connection_id, external_code, name, location_id, keeps)
    select ${shop?.id ?? 0}, 'NYC', 'NYC', id, true from location where code = 'EAST'`;
  const runs = async (key: string) => (await listConnections(db, admin)).find((one) => one.key === key)?.runs;
  const refusal = "Our shop keeps the stock of East already";
  await expect(
    createConnection(db, admin, { ...warehouse, key: "east", locations: "EAST, WEST" }),
  ).rejects.toThrow(refusal);
  await expect(
    createConnection(db, admin, { ...warehouse, key: "east", locations: "NORTH" }),
  ).rejects.toThrow("There is no location NORTH");
  const { id } = await createConnection(db, admin, { ...warehouse, key: "west", locations: "WEST" });
  expect(await runs("west")).toEqual(["WEST"]);
  const save = (more: object) =>
    updateConnection(db, admin, {
      ...{ connectionId: id, state: "active", name: "West", baseUrl: warehouse.baseUrl },
      ...more,
    });
  await save({});
  expect(await runs("west")).toEqual(["WEST"]);
  await expect(save({ locations: ["WEST", "EAST"] })).rejects.toThrow(refusal);
  await expect(
    createConnection(db, admin, { ...warehouse, key: "other", locations: "WEST" }),
  ).rejects.toThrow("West keeps the stock of West already");
  // What it gave up while it was away is not taken back from its new keeper.
  await save({ state: "disconnected" });
  await db`
    insert into connection_place (connection_id, external_code, name, location_id, keeps)
    select ${shop?.id ?? 0}, 'LA', 'LA', id, true from location where code = 'WEST'`;
  await expect(save({ state: "active" })).rejects.toThrow("Our shop keeps the stock of West already");
  await save({ state: "active", locations: "" });
  expect(await runs("west")).toEqual([]);
});

test("a replaced secret holds beside the new one until its end, or until somebody ends it", async () => {
  const { db, owner } = database;
  const made = await createConnection(db, admin, { ...warehouse, key: "overlap" });
  const secrets = async () => {
    const { secret, formerSecrets } = (await loadConnection(db, { key: "overlap" }))?.target ?? {};
    return [secret, ...(formerSecrets ?? [])];
  };
  const second = await rotateSecret(db, admin, { connectionId: made.id });
  const hours = ((second.formerUntil?.getTime() ?? 0) - Date.now()) / 3_600_000;
  expect(Math.round(hours)).toBe(24);
  const third = await rotateSecret(db, admin, { connectionId: made.id, overlapHours: 2 });
  expect(await secrets()).toEqual([third.secret, second.secret, made.secret]);
  await owner`update connection_former_secret set ends_at = now() where ends_at > now() + interval '3 hours'`;
  expect(await secrets()).toEqual([third.secret, second.secret]);
  await endFormerSecrets(db, admin, { connectionId: made.id });
  expect(await secrets()).toEqual([third.secret]);
  await expect(endFormerSecrets(db, admin, { connectionId: made.id })).rejects.toThrow(Conflict);

  await rotateSecret(db, admin, { connectionId: made.id });
  const leaked = await rotateSecret(db, admin, { connectionId: made.id, overlapHours: 0 });
  expect(leaked.formerUntil).toBeNull();
  expect(await secrets()).toEqual([leaked.secret]);
  const audit = await db<{ verb: string; after: { overlapHours?: number } | null }[]>`
    select verb, after from audit_event where entity = 'connection' and entity_id = ${String(made.id)} order by id`;
  expect(audit.map(({ verb, after }) => [verb, after?.overlapHours])).toEqual([
    ["connection.create", undefined],
    ["connection.rotate_secret", 24],
    ["connection.rotate_secret", 2],
    ["connection.end_former_secrets", undefined],
    ["connection.rotate_secret", 24],
    ["connection.rotate_secret", 0],
  ]);
  const everything = JSON.stringify(
    await owner`
    select f::text as row from connection_former_secret f union all select e::text from audit_event e`,
  );
  for (const { secret } of [made, second, third, leaked]) expect(everything).not.toContain(secret?.slice(6));
  for (const overlapHours of [-1, 721, 1.5])
    await expect(rotateSecret(db, admin, { connectionId: made.id, overlapHours })).rejects.toThrow(Invalid);
});

test.each([
  "http://127.0.0.1:5432",
  "http://localhost:3000",
  "http://169.254.169.254/latest/meta-data",
  "http://[::1]/",
  "http://10.0.0.5",
  "http://2130706433/",
])("%s is refused unless it is allowed", async (baseUrl) => {
  const fields = {
    key: `in-${baseUrl.length}-${Math.abs(baseUrl.charCodeAt(8))}`,
    vendor: "webhook",
    name: "X",
    baseUrl,
  } as const;
  await expect(createConnection(database.db, admin, fields)).rejects.toThrow(Invalid);
  await createConnection(database.db, admin, { ...fields, allowPrivateNetwork: true });
});

test.each([
  "ftp://x.example",
  "javascript:alert(1)",
  "https://user:pass@x.example",
  "https://x.example/?a=1",
  "nothing",
])("%s is no address", async (baseUrl) => {
  await expect(
    createConnection(database.db, admin, { ...warehouse, key: "k", baseUrl }),
  ).rejects.toMatchObject({
    fieldErrors: { baseUrl: expect.any(String) },
  });
});

test.each(ROLES.filter((role) => role !== "admin"))("%s may not manage connections", async (role) => {
  const { db } = database;
  const actor = { ...admin, role };
  await expect(createConnection(db, actor, warehouse)).rejects.toThrow(Forbidden);
  await expect(updateConnection(db, actor, { connectionId: 1, state: "active", name: "X" })).rejects.toThrow(
    Forbidden,
  );
  await expect(rotateSecret(db, actor, { connectionId: 1 })).rejects.toThrow(Forbidden);
  await expect(endFormerSecrets(db, actor, { connectionId: 1 })).rejects.toThrow(Forbidden);
  await expect(listConnections(db, actor)).rejects.toThrow(Forbidden);
});
