import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "../paths";
import { runChild } from "../setup/run-child.mjs";
import { type StageResult, singleCheck } from "./result";

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[];
  }[];
}

/** Unit and database tests, and the import rules among them. */
export async function vitestStage(
  env: NodeJS.ProcessEnv,
  report: (detail: string) => void,
): Promise<StageResult> {
  const onLine = (line: string) => {
    const file = /[✓❯×] (\S+\.test\.tsx?)/.exec(stripVTControlCharacters(line))?.[1];
    if (file) report(file);
  };
  const file = join(root, ".test", `vitest-report-${process.pid}.json`);
  const { status, output } = await runChild(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ],
    { cwd: root, env, onLine },
  );
  const result = readReport(file);
  if (result === null) return singleCheck("unit and database tests", status ?? 1, output.slice(-4000));
  // Errors outside any test (a rejected promise nobody awaited) end vitest with a failure of its own.
  if (status !== 0 && result.failures.length === 0) {
    result.failures.push({ name: "unit and database tests", reason: output.slice(-4000) });
  }
  return result;
}

function readReport(file: string): StageResult | null {
  try {
    return countVitest(JSON.parse(readFileSync(file, "utf8")) as VitestReport);
  } catch {
    return null;
  } finally {
    rmSync(file, { force: true });
  }
}

/** Counts a report; a file that could not even be loaded counts as one failure. */
export function countVitest(report: VitestReport): StageResult {
  const result: StageResult = { passed: 0, skipped: 0, failures: [] };
  for (const file of report.testResults) {
    const name = relative(root, file.name);
    const failed = file.assertionResults.filter((one) => one.status === "failed");
    result.passed += file.assertionResults.filter((one) => one.status === "passed").length;
    result.skipped +=
      file.assertionResults.length -
      failed.length -
      file.assertionResults.filter((one) => one.status === "passed").length;
    for (const one of failed)
      result.failures.push({
        name: `${name} › ${one.fullName}`,
        reason: (one.failureMessages ?? []).join("\n"),
      });
    if (file.status === "failed" && failed.length === 0) result.failures.push({ name, reason: file.message });
  }
  return result;
}
