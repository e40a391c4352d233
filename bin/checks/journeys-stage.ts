import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths";
import { runChild } from "../setup/run-child.mjs";
import { type Failure, type StageResult, singleCheck } from "./result";

interface Suite {
  title: string;
  file?: string;
  specs?: {
    title: string;
    file: string;
    line: number;
    tests: { status: string; results: { errors?: { message?: string }[] }[] }[];
  }[];
  suites?: Suite[];
}

interface PlaywrightReport {
  suites: Suite[];
  errors: { message?: string }[];
}

/** The journeys of e2e/ in a real browser, against a start of their own on the build in `distDir`. */
export async function journeysStage(
  options: { env: NodeJS.ProcessEnv; chromium: string; distDir: string },
  report: (detail: string) => void,
): Promise<StageResult> {
  const file = join(root, ".test", `journeys-report-${process.pid}.json`);
  const env = {
    ...options.env,
    PLIMSOLL_CHROMIUM: options.chromium,
    PLIMSOLL_DIST_DIR: options.distDir,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  };
  const args = [join(root, "node_modules/@playwright/test/cli.js"), "test", "--reporter=line,json"];
  const { status, output } = await runChild(process.execPath, args, {
    cwd: root,
    env,
    onLine: (line: string) => report(line.slice(0, 90)),
  });
  try {
    return countPlaywright(JSON.parse(readFileSync(file, "utf8")) as PlaywrightReport);
  } catch {
    return singleCheck("browser journeys", status ?? 1, output.slice(-4000));
  } finally {
    rmSync(file, { force: true });
  }
}

/** Whether there are journeys to run. */
export const journeysExist = (): boolean =>
  existsSync(join(root, "e2e")) &&
  readdirSync(join(root, "e2e"), { recursive: true }).some((name) => String(name).endsWith(".spec.ts"));

/** Counts a report; an error outside every journey (the start that failed) counts as one failure. */
export function countPlaywright(report: PlaywrightReport): StageResult {
  const result: StageResult = { passed: 0, skipped: 0, failures: [] };
  const visit = (suite: Suite, path: string[]) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === "expected" || test.status === "flaky") result.passed++;
        else if (test.status === "skipped") result.skipped++;
        else
          result.failures.push(
            journeyFailure([...path, spec.title].join(" › "), `${spec.file}:${spec.line}`, test.results),
          );
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...path, inner.title]);
  };
  for (const suite of report.suites) visit(suite, []);
  for (const error of report.errors)
    result.failures.push({ name: "browser journeys", reason: error.message ?? "" });
  return result;
}

function journeyFailure(
  title: string,
  place: string,
  results: { errors?: { message?: string }[] }[],
): Failure {
  const reason = results.flatMap((one) => (one.errors ?? []).map((error) => error.message ?? "")).join("\n");
  return { name: `${place} › ${title}`, reason };
}
