import { limitKey, modeKey } from "./authority";
import type { PolicyRules } from "./rules";
import { exceptionKey } from "./rules-for";

/** One thing in which two versions differ. Values are as stored; null: not there. */
export interface RuleChange {
  /** A threshold's path, or modes, limits, blackouts, exceptions. */
  path: string;
  /** Of a row: which one, as kind and scope. */
  row: string | null;
  before: unknown;
  after: unknown;
}

type Flat = Map<string, { path: string; row: string | null; value: unknown }>;

/** In what two versions of the rules differ, thresholds first, in the order of the later one. */
export function diffRules(before: PolicyRules, after: PolicyRules): RuleChange[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    if (JSON.stringify(was?.value) === JSON.stringify(is?.value)) return [];
    const { path, row } = is ?? was ?? { path: key, row: null };
    return { path, row, before: was?.value ?? null, after: is?.value ?? null };
  });
}

function flatten({ exceptions, authority, ...thresholds }: PolicyRules): Flat {
  const flat: Flat = new Map();
  const walk = (value: unknown, path: string) => {
    if (typeof value === "object" && value !== null)
      for (const [key, part] of Object.entries(value)) walk(part, path ? `${path}.${key}` : key);
    else flat.set(path, { path, row: null, value });
  };
  walk(thresholds, "");
  const rows = <Row>(path: string, list: readonly Row[], keyOf: (row: Row) => string) => {
    for (const row of list) flat.set(`${path}:${keyOf(row)}`, { path, row: keyOf(row), value: row });
  };
  rows("modes", authority.modes, modeKey);
  rows("limits", authority.limits, limitKey);
  rows("blackouts", authority.blackouts, (row) => row.name);
  rows("exceptions", exceptions, exceptionKey);
  return flat;
}
