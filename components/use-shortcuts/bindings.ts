/** What a single key does, and the key that does it unless the person chose another. */
export const defaultKeys = {
  next: "j",
  previous: "k",
  main: "a",
  reject: "r",
  snooze: "s",
  undo: "u",
  explain: "e",
  select: "x",
  keys: "?",
  search: "/",
} as const;
export type KeyName = keyof typeof defaultKeys;
export const keyNames = Object.keys(defaultKeys) as KeyName[];

/** Keys that a person changed; an empty text switches one off. */
export type KeyChanges = Readonly<Partial<Record<KeyName, string>>>;

/** Options are always chosen by their number. */
const fixed = new Set(["1", "2", "3", "4", "5"]);

/** The key of a name under a person's changes; empty: switched off. */
export const keyOf = (changes: KeyChanges, name: KeyName): string => changes[name] ?? defaultKeys[name];

/** Changes as they were stored; what is no key or no known name is left out. */
export function readKeyChanges(stored: unknown): KeyChanges {
  if (typeof stored !== "object" || stored === null) return {};
  const entries = Object.entries(stored);
  return Object.fromEntries(
    keyNames.flatMap((name) => {
      const key: unknown = entries.find(([stored]) => stored === name)?.[1];
      return typeof key === "string" && (key === "" || isKey(key)) && key !== defaultKeys[name]
        ? [[name, key]]
        : [];
    }),
  );
}

/** One character that is seen when it is typed, in lower case. */
const isKey = (key: string): boolean =>
  [...key].length === 1 && key.trim() !== "" && key === key.toLowerCase();

export type KeyRefusal = { why: "taken"; by: KeyName } | { why: "fixed" | "notAKey" };

/** Why a key cannot be given to a name; null: it can. */
export function refusalOf(changes: KeyChanges, name: KeyName, key: string): KeyRefusal | null {
  if (!isKey(key)) return { why: "notAKey" };
  if (fixed.has(key)) return { why: "fixed" };
  const by = keyNames.find((other) => other !== name && keyOf(changes, other) === key);
  return by ? { why: "taken", by } : null;
}

/** The changes with one more; a name that is back at its usual key is no change. */
export function withKey(changes: KeyChanges, name: KeyName, key: string): KeyChanges {
  const { [name]: _, ...others } = changes;
  return key === defaultKeys[name] ? others : { ...others, [name]: key };
}

/** What a pressed key stands for, as its usual key; null: it was taken away from what it did and given to nothing else. */
export function meaningOf(changes: KeyChanges, pressed: string): string | null {
  const name = keyNames.find((each) => keyOf(changes, each) === pressed);
  if (name) return defaultKeys[name];
  return keyNames.some((each) => defaultKeys[each] === pressed) ? null : pressed;
}
