import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/db/server/cluster-state";
import { newSecret } from "@/lib/core/ids";
import { commandActor } from "@/lib/services/_shared/actor";
import { createUser } from "@/lib/services/people/create-user";
import type { BenchDatabase } from "./open-workspace";

const root = resolve(import.meta.dirname, "../..");

/** A process of Plimsoll that is being measured. */
export interface Measured {
  /** The most memory that it has held at once, in megabytes. */
  memoryMegabytesMax: () => number;
  /** What it holds now. */
  memoryMegabytes: () => number;
  stop: () => Promise<void>;
}

/** The production build's web server on a port of its own. Throws when there is no build, or no answer within a minute. */
export async function startWeb({ url }: BenchDatabase): Promise<Measured & { address: string }> {
  if (!existsSync(join(root, ".next/BUILD_ID")))
    throw new Error(
      "There is no production build: run npm start once, or npx next build, and measure again.",
    );
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const child = start(["node_modules/next/dist/bin/next", "start", "-p", String(port)], url);
  for (let tries = 0; tries < 120; tries++) {
    const answer = await fetch(`${address}/api/health`).catch(() => null);
    if (answer) return { address, ...measured(child) };
    await sleep(500);
  }
  child.kill("SIGTERM");
  throw new Error("the web server did not answer within a minute");
}

/** The worker process. */
export function startWorkerProcess({ url }: BenchDatabase): Measured {
  return measured(start(["bin/run-ts.mjs", "bin/worker.ts"], url));
}

/** Seals secrets for the processes that are started here. */
export const secret = newSecret();

function start([file = "", ...args]: string[], url: string): ChildProcess {
  return spawn(process.execPath, [join(root, file), ...args], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: url,
      PLIMSOLL_SECRET: secret,
      PLIMSOLL_LOG_LEVEL: "error",
    },
    stdio: "ignore",
  });
}

function measured(child: ChildProcess): Measured {
  const megabytes = (of: "VmHWM" | "VmRSS") =>
    Number(new RegExp(`${of}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) /
    1024;
  return {
    memoryMegabytesMax: () => megabytes("VmHWM"),
    memoryMegabytes: () => megabytes("VmRSS"),
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Makes an administrator and signs in; the cookie of the session, as a request sends it. */
export async function signIn({ db }: BenchDatabase, address: string): Promise<string> {
  const person = {
    email: `bench-${newSecret().slice(0, 12).toLowerCase()}@example.com`,
    password: newSecret(),
  };
  await createUser(db, commandActor, { ...person, name: "Bench", role: "admin" });
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify(person),
  });
  if (!answer.ok) throw new Error(`the bench's sign-in was answered with ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
}
