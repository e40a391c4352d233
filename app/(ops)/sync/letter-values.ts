/** Fields of a stuck record with some of them given anew as text, by path such as `state` or `lines.0.quantity`. What was not changed stays as it came. */
export function withValues(
  fields: Record<string, unknown>,
  values: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const out: Record<string, unknown> = structuredClone(fields);
  for (const [path, text] of Object.entries(values)) {
    const place = /^lines\.(\d+)\.(.+)$/.exec(path);
    const owner = place ? lineOf(out, Number(place[1])) : out;
    const name = place?.[2] ?? path;
    if (owner && text !== textOf(owner[name])) owner[name] = typed(owner[name], text);
  }
  return out;
}

/** A value as a form shows it. */
export const textOf = (value: unknown): string =>
  value === undefined || value === null ? "" : Array.isArray(value) ? value.join("; ") : String(value);

function lineOf(fields: Record<string, unknown>, place: number): Record<string, unknown> | null {
  const line: unknown = Array.isArray(fields.lines) ? fields.lines[place] : null;
  return typeof line === "object" && line !== null ? (line as Record<string, unknown>) : null;
}

/** A text in the form that the value had before; nothing typed is nothing. */
function typed(before: unknown, text: string): unknown {
  if (text.trim() === "") return null;
  if (Array.isArray(before))
    return text
      .split(";")
      .map((one) => one.trim())
      .filter(Boolean);
  if (typeof before === "number" && /^-?\d{1,15}(\.\d+)?$/.test(text.trim())) return Number(text);
  return text;
}
