import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "./client";
import { migrate } from "./migrate";
import { ServerUnavailable } from "./server/server-error";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

/** A database whose owner is nothing else: no superuser, and not allowed to make roles. */
const name = `lone_${randomBytes(6).toString("hex")}`;
let database: TestDatabase;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { owner, ownerUrl } = database;
  await owner.unsafe(`create role ${name} login password 'lone'`);
  await owner.unsafe(`create database ${name} owner ${name}`);
  const address = new URL(ownerUrl);
  address.username = name;
  address.password = "lone";
  address.pathname = `/${name}`;
  url = address.href;
});
afterAll(async () => {
  await database.owner.unsafe(`drop database if exists ${name} with (force)`);
  await database.owner.unsafe(`drop role if exists ${name}`);
  await database.drop();
});

test("an owner without further rights is told what to ask for, and needs no more than that", async () => {
  const refused = await migrate(url).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ServerUnavailable);
  expect(String(refused)).toContain(`grant plimsoll_app to ${name};`);

  await database.owner.unsafe(`grant plimsoll_app to ${name}`);
  await migrate(url);
  await migrate(url);
  const app = connect(url, { max: 1 });
  try {
    expect(await app`select current_user::text as user, count(*)::int as skus from sku`).toEqual([
      { user: "plimsoll_app", skus: 0 },
    ]);
    await expect(app`delete from audit_event`).rejects.toThrow(/permission denied/);
  } finally {
    await app.end();
  }
});

test("a schema that is up to date is looked at while the queue is in use, and nobody waits for anybody", async () => {
  await database.owner.begin(async (tx) => {
    await tx`select count(*) from graphile_worker._private_jobs`;
    await tx`select count(*) from graphile_worker._private_job_queues`;
    await tx`select count(*) from sku`;
    // With a lock on any of these it would wait for this very transaction.
    await migrate(database.ownerUrl);
  });
}, 20_000);
