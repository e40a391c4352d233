import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect } from "./client";
import {
  destroyEmbedded,
  type EmbeddedServer,
  embeddedUrls,
  startEmbedded,
  stopUnusedEmbedded,
} from "./embedded";
import { processIdentity } from "./server/process-identity";

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-embedded-"));
  chmodSync(folder, 0o755);
  dataDir = join(folder, "data");
});
afterEach(async () => {
  await destroyEmbedded(dataDir);
  rmSync(folder, { recursive: true, force: true });
});

const start = () => startEmbedded({ dataDir, durability: "throwaway" });

/** Runs one statement as the owner and gives its rows back. */
async function ask(server: EmbeddedServer, statement: string): Promise<Record<string, unknown>[]> {
  const owner = connect(server.ownerUrl, { max: 1, role: "owner" });
  try {
    return [...(await owner.unsafe(statement))];
  } finally {
    await owner.end();
  }
}

test("starts at once share one server, and the last to leave stops it", async () => {
  const [first, second] = await Promise.all([start(), start()]);
  expect(second.pid()).toBe(first.pid());
  await first.release();
  expect(await ask(second, "select 1 as one")).toEqual([{ one: 1 }]);
  await second.release();
  expect(second.pid()).toBeNull();
  expect(embeddedUrls(dataDir)?.running).toBe(false);
});

test("what was committed is there after the server was killed", async () => {
  const before = await startEmbedded({ dataDir });
  await ask(before, "create table kept as select generate_series(1, 1000) as n");
  process.kill(before.pid() ?? 0, "SIGKILL");
  const after = await startEmbedded({ dataDir });
  expect(await ask(after, "select count(*) as n from kept")).toEqual([{ n: 1000 }]);
  expect(after.appUrl).toBe(before.appUrl);
  await after.release();
  await before.release();
});

test("a server whose starter was killed is stopped unless somebody uses it", async () => {
  const server = await start();
  await stopUnusedEmbedded(dataDir);
  expect(server.pid()).not.toBeNull();
  rmSync(join(dataDir, "postgres.leases"), { recursive: true });
  mkdirSync(join(dataDir, "postgres.leases"));
  writeFileSync(join(dataDir, "postgres.leases", `${process.pid}@1#gone`), "");
  await stopUnusedEmbedded(dataDir);
  expect(server.pid()).toBeNull();
});

test("a port that another program took meanwhile is given up for a free one", async () => {
  const first = await start();
  await first.release();
  const port = Number(new URL(first.ownerUrl).port);
  const thief = createServer().listen(port, "127.0.0.1");
  try {
    const second = await start();
    expect(new URL(second.ownerUrl).port).not.toBe(String(port));
    expect(await ask(second, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.release();
  } finally {
    thief.close();
  }
});

test("passwords and rows are readable by their owner only", async () => {
  const server = await start();
  expect(statSync(join(dataDir, "postgres.json")).mode & 0o077).toBe(0);
  expect(statSync(join(dataDir, "postgres")).mode & 0o077).toBe(0);
  const stranger = connect(server.appUrl.replace(/:[^:@]*@/, ":guess@"), { max: 1, role: "owner" });
  await expect(stranger`select 1`).rejects.toThrow(/password authentication failed/);
  await stranger.end();
  await server.release();
});

test.runIf(process.getuid?.() === 0)(
  "root below a closed folder: the server lies elsewhere under an account of its own",
  async () => {
    chmodSync(folder, 0o700);
    const server = await start();
    expect(existsSync(join(dataDir, "postgres"))).toBe(false);
    const [row] = await ask(server, "select current_setting('data_directory') as dir");
    const dir = String(row?.dir);
    expect(statSync(dir).uid).not.toBe(0);
    expect(processIdentity(server.pid() ?? 0)).not.toBeNull();
    await server.release();
    await destroyEmbedded(dataDir);
    expect(existsSync(dir)).toBe(false);
  },
);
