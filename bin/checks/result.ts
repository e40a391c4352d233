import { stripVTControlCharacters } from "node:util";

/** One check that did not hold: its name, and the words that say why. */
export interface Failure {
  name: string;
  reason: string;
}

/** What a stage found. */
export interface StageResult {
  passed: number;
  skipped: number;
  failures: Failure[];
}

/** A stage that is one check by itself, such as the type checker. */
export function singleCheck(name: string, status: number | null, output: string): StageResult {
  if (status === 0) return { passed: 1, skipped: 0, failures: [] };
  return {
    passed: 0,
    skipped: 0,
    failures: [{ name, reason: output.trim() || `ended with status ${status}` }],
  };
}

/** The last line of `npm test`. */
export function totalLine(results: StageResult[]): string {
  const sum = (of: (result: StageResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const skipped = sum((result) => result.skipped);
  const counts = `${sum((result) => result.passed)} passed, ${sum((result) => result.failures.length)} failed`;
  return skipped > 0 ? `${counts}, ${skipped} skipped` : counts;
}

/** A failure as it is printed: its name, and at most `lines` lines of why. */
export function failureText(failure: Failure, lines = 25): string {
  const reason = stripVTControlCharacters(failure.reason).trim().split("\n");
  const shown = reason.slice(0, lines).map((line) => `    ${line}`);
  if (reason.length > lines) shown.push(`    … ${reason.length - lines} more lines`);
  return `✗ ${failure.name}\n${shown.join("\n")}`;
}
