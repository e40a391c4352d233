const halfPair = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const textOf = (text: string): string => text.replaceAll("\u0000", "").replace(halfPair, "\ufffd");

/**
 * What came from outside, in the form in which PostgreSQL can keep it: texts and names without NUL, and with half a
 * character pair replaced as Unicode says. What is neither text, list nor plain object stays as it is.
 */
export function storable<Value>(value: Value): Value {
  if (typeof value === "string") return textOf(value) as Value;
  if (Array.isArray(value)) return value.map(storable) as Value;
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [textOf(name), storable(inner)]),
  ) as Value;
}

/** JSON that PostgreSQL takes as jsonb. */
export const jsonText = (value: unknown): string => JSON.stringify(storable(value));

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
