/** One value that an audited write changed; null: there was none, or there is none any more. */
export interface Change {
  path: string;
  before: string | null;
  after: string | null;
}

/** What differs between two JSON values, by path; what is equal is left out. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [old, now] = [leaves(before), leaves(after)];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }))
    .filter((change) => change.before !== change.after);
}

function leaves(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return into;
  if (typeof value !== "object") return into.set(path || "value", String(value));
  for (const [key, part] of Object.entries(value)) leaves(part, path ? `${path}.${key}` : key, into);
  return into;
}
