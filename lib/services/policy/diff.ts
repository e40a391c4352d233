import { type BlackoutRow, type LimitRow, limitKey, type ModeRow, modeKey } from "./authority";
import type { PolicyRules } from "./rules";
import { type ExceptionRow, exceptionKey } from "./rules-for";

interface RowChange<Path, Row> {
  path: Path;
  /** Which row: kind and scope, or its name. */
  row: string;
  /** Null: not there. */
  before: Row | null;
  after: Row | null;
}

/** One thing in which two versions differ: a threshold by its path, or a row. Values are as stored. */
export type RuleChange =
  | { path: string; row: null; before: unknown; after: unknown }
  | RowChange<"modes", ModeRow>
  | RowChange<"limits", LimitRow>
  | RowChange<"blackouts", BlackoutRow>
  | RowChange<"exceptions", ExceptionRow>;

/** In what two versions of the rules differ: thresholds, then each table of rows, in the order of the later one. */
export function diffRules(before: PolicyRules, after: PolicyRules): RuleChange[] {
  const { exceptions: exceptionsBefore, authority: old, ...thresholdsBefore } = before;
  const { exceptions: exceptionsAfter, authority: now, ...thresholdsAfter } = after;
  return [
    ...changed(thresholdsOf(thresholdsBefore), thresholdsOf(thresholdsAfter)).map(({ key, ...values }) => ({
      path: key,
      row: null,
      ...values,
    })),
    ...rowsChanged("modes", old.modes, now.modes, modeKey),
    ...rowsChanged("limits", old.limits, now.limits, limitKey),
    ...rowsChanged("blackouts", old.blackouts, now.blackouts, ({ name }) => name),
    ...rowsChanged("exceptions", exceptionsBefore, exceptionsAfter, exceptionKey),
  ];
}

function rowsChanged<Path extends string, Row>(
  path: Path,
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): RowChange<Path, Row>[] {
  return changed(byKey(before, keyOf), byKey(after, keyOf)).map(({ key, ...values }) => ({
    path,
    row: key,
    ...values,
  }));
}

function changed<Value>(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>) {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key) ?? null, after.get(key) ?? null];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ key, before: was, after: is }];
  });
}

/** Rows by what names them; blackout times of one name are told apart by their number. */
function byKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    const same = [...found.keys()].filter((one) => one === key || one.startsWith(`${key} #`)).length;
    found.set(same === 0 ? key : `${key} #${same + 1}`, row);
  }
  return found;
}

function thresholdsOf(value: unknown, path = "", into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value !== "object" || value === null) return into.set(path, value);
  for (const [key, part] of Object.entries(value)) thresholdsOf(part, path ? `${path}.${key}` : key, into);
  return into;
}
