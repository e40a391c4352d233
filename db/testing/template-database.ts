import { join } from "node:path";
import { connect, type Db } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import { clusterUrls, readClusterState } from "@/db/server/cluster-state";
import { withLock } from "@/db/server/file-lock";
import { ServerUnavailable } from "@/db/server/server-error";
import { testDataDir } from "./test-run";

/** A database of the test's own, migrated and empty. */
export interface TestDatabase {
  /** Pool of the application's own role: what the product may do. */
  db: Db;
  /** Pool of the owner, for set-up and for looking where the application may not. */
  owner: Db;
  url: string;
  ownerUrl: string;
  /** Closes both pools and removes the database. */
  drop: () => Promise<void>;
}

const template = "plimsoll_template";
const prepared = new Map<string, Promise<void>>();

/** Copies the migrated template under a new name. The first call in a run starts the server and migrates the template. */
export async function createDatabaseFromTemplate(folder: string, name: string): Promise<TestDatabase> {
  const ready =
    prepared.get(folder) ?? withLock(join(folder, "template.lock"), () => prepareTemplate(folder));
  prepared.set(folder, ready);
  await ready;
  const maintenance = connect(urls(folder, "postgres").ownerUrl, {
    max: 1,
    role: "owner",
    name: "test-maintenance",
  });
  await maintenance.unsafe(`create database ${name} template ${template} strategy file_copy`);
  const { appUrl, ownerUrl } = urls(folder, name);
  const db = connect(appUrl, { max: 8, name: "test" });
  const owner = connect(ownerUrl, { max: 3, role: "owner", name: "test-owner" });
  const drop = async () => {
    await Promise.all([db.end({ timeout: 5 }), owner.end({ timeout: 5 })]);
    await maintenance.unsafe(`drop database if exists ${name} with (force)`);
    await maintenance.end();
  };
  return { db, owner, url: appUrl, ownerUrl, drop };
}

async function prepareTemplate(folder: string): Promise<void> {
  const dataDir = testDataDir(folder);
  await startEmbedded({ dataDir, durability: "throwaway" });
  const maintenance = connect(urls(folder, "postgres").ownerUrl, {
    max: 1,
    role: "owner",
    name: "test-maintenance",
  });
  try {
    const [made] = await maintenance`select 1 from pg_database where datname = ${template}`;
    if (made) return;
    await maintenance.unsafe("drop database if exists plimsoll_half");
    await maintenance.unsafe("create database plimsoll_half");
    await migrate(urls(folder, "plimsoll_half").ownerUrl);
    await maintenance.unsafe(`alter database plimsoll_half rename to ${template}`);
    await maintenance.unsafe(`alter database ${template} is_template true allow_connections false`);
  } finally {
    await maintenance.end();
  }
}

function urls(folder: string, database: string) {
  const state = readClusterState(testDataDir(folder));
  if (state) return clusterUrls(state, database);
  throw new ServerUnavailable(`The test database server in ${folder} has been removed: run the tests again.`);
}
