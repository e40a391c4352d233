import { connect, type Db } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import { closeTestRun, openTestRun, testDataDir } from "@/db/testing/test-run";
import { makeWorkspace } from "../workspace/make-workspace";

export type WorkspaceSize = "S" | "M" | "L";

/** A PostgreSQL of the benchmark's own with the settings of the real one, and databases in it. */
export interface Workspace {
  size: WorkspaceSize;
  log: (line: string) => void;
  /** Migrated and empty; a new one at each call. */
  empty: () => Promise<BenchDatabase>;
  /** Filled with a company of the size asked for; made at the first call and shared by the suites. */
  filled: () => Promise<BenchDatabase>;
  close: () => Promise<void>;
}

export interface BenchDatabase {
  /** The application's own role. */
  db: Db;
  owner: Db;
  url: string;
  ownerUrl: string;
  close: () => Promise<void>;
}

/** Starts the server below .test/; `close` removes everything again. */
export async function openWorkspace(size: WorkspaceSize, log: (line: string) => void): Promise<Workspace> {
  const folder = await openTestRun("bench");
  const server = await startEmbedded({ dataDir: testDataDir(folder), durability: "durable" });
  const opened: BenchDatabase[] = [];
  let count = 0;
  const open = async () => {
    const name = `bench_${++count}`;
    const admin = connect(server.ownerUrl, { max: 1, role: "owner" });
    await admin.unsafe(`create database ${name}`);
    await admin.end();
    const at = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
    const [url, ownerUrl] = [at(server.appUrl), at(server.ownerUrl)];
    await migrate(ownerUrl);
    const db = connect(url, { max: 12, name: "bench" });
    const owner = connect(ownerUrl, { max: 4, role: "owner", name: "bench-owner" });
    const database = {
      db,
      owner,
      url,
      ownerUrl,
      close: async () => void (await Promise.all([db.end(), owner.end()])),
    };
    opened.push(database);
    return database;
  };
  let filled: Promise<BenchDatabase> | null = null;
  return {
    size,
    log,
    empty: open,
    filled: () => {
      filled ??= open().then(async (database) => {
        await makeWorkspace(database.owner, size, log);
        return database;
      });
      return filled;
    },
    close: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await server.release();
      await closeTestRun(folder);
    },
  };
}
