import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lockHolder, withLock } from "@/db/server/file-lock";
import { sweepDeadRuns } from "@/db/testing/test-run";
import { build, buildFresh, nextCommand } from "../launch/build";
import { root } from "../paths";
import { step } from "../setup/progress.mjs";
import { childrenEnded, killChildren, runChild } from "../setup/run-child.mjs";
import { findChromium } from "./chromium";
import { journeysExist, journeysStage } from "./journeys-stage";
import { failureText, type StageResult, singleCheck, totalLine } from "./result";
import { vitestStage } from "./vitest-stage";

const distDir = ".test/next";
const buildLock = join(root, ".test", "build.lock");

/**
 * Everything from types to browser journeys, each stage also when one before it failed. Prints the failures and, as the
 * last line, the counts. Returns the exit status.
 */
export async function runChecks(): Promise<number> {
  mkdirSync(join(root, ".test"), { recursive: true });
  const stopping = stopOnSignal();
  await sweepDeadRuns();
  const env = cleanEnvironment();
  const results: StageResult[] = [];
  const stage = async (title: string, work: (report: (detail: string) => void) => Promise<StageResult>) => {
    const settled = (report: (detail: string) => void) =>
      work(report).catch((error) => singleCheck(title, 1, sentenceOf(error)));
    const result = await step(title, settled, ({ failures }) => failures.length === 0);
    if (stopping()) return untilExit;
    for (const failure of result.failures) console.log(failureText(failure));
    results.push(result);
    return result;
  };

  await stage("Types", () => typesStage(env));
  await stage("Lint", () => lintStage(env));
  await stage("Unit and database tests", (report) => vitestStage(env, report));
  if (lockHolder(buildLock))
    console.log("Another npm test is in its build and journeys in this checkout; waiting for it.");
  await withLock(buildLock, async () => {
    const built = await stage("Production build", buildStage);
    if (built.failures.length > 0) return;
    await stage("Browser journeys", async (report) => {
      if (!journeysExist()) return singleCheck("browser journeys", 1, "There are none in e2e/.");
      const chromium = await findChromium(report);
      return journeysStage({ env, chromium, distDir }, report);
    });
  });
  console.log(totalLine(results));
  return results.some((result) => result.failures.length > 0) ? 1 : 0;
}

/** The route types that the checker needs are made first. */
async function typesStage(env: NodeJS.ProcessEnv): Promise<StageResult> {
  const made = await runChild(process.execPath, [nextCommand, "typegen"], { cwd: root, env });
  if (made.status !== 0) return singleCheck("types: next typegen", made.status, made.output);
  const checked = await runChild(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "--noEmit"],
    { cwd: root, env },
  );
  return singleCheck("types: tsc --noEmit", checked.status, checked.output);
}

async function lintStage(env: NodeJS.ProcessEnv): Promise<StageResult> {
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const { status, output } = await runChild(
    process.execPath,
    [biome, "check", "--colors=off", "--diagnostic-level=error", "."],
    { cwd: root, env },
  );
  return singleCheck("lint: biome check .", status, output);
}

/** Next rewrites next-env.d.ts for the folder it builds into; it belongs to the other one. */
async function buildStage(report: (detail: string) => void): Promise<StageResult> {
  const types = join(root, "next-env.d.ts");
  const before = existsSync(types) ? readFileSync(types, "utf8") : null;
  try {
    if (!buildFresh(distDir)) await build(distDir, report);
    return singleCheck("production build", 0, "");
  } finally {
    if (before !== null) writeFileSync(types, before);
  }
}

/** What a person has set for their own Plimsoll must not steer the tests. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  for (const name of Object.keys(env)) if (/^(PLIMSOLL_|DATABASE_|PORT$)/.test(name)) delete env[name];
  return env;
}

/** Ctrl-C: the stage's programs tidy up after themselves, and what they could not is swept. */
function stopOnSignal(): () => boolean {
  const stop = async () => {
    console.log("\nStopping …");
    killChildren("SIGINT");
    await Promise.race([childrenEnded(), sleep(15_000)]);
    killChildren();
    await sleep(200);
    await sweepDeadRuns();
    process.exit(130);
  };
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!asked) void stop();
      asked = true;
    });
  }
  return () => asked;
}

/** No stage follows one that was stopped. */
const untilExit = new Promise<never>(() => {});

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
