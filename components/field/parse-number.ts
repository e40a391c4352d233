export type ParsedNumber =
  | { ok: true; value: number }
  | { ok: false; problem: "empty" | "notANumber" }
  /** Two readings are possible; both are shown to the person. */
  | { ok: false; problem: "ambiguous"; readings: [number, number] };

/** Full-width digits and marks to their ASCII forms, all kinds of minus to "-", spaces away. */
function normalise(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\u2212\u2010-\u2015]/g, "-")
    .replaceAll(/[\s\u00a0\u202f']/g, "");
}

/**
 * A figure as people type it: "1,234", "1234", "１２３４", "1,234.5", "1.234,5". One mark followed by exactly three
 * digits after one to three digits, where it could be a decimal mark too ("1.234" with decimals allowed), is
 * refused with both readings; with `whole` it can only be a group mark. A comma before three digits always groups.
 */
export function parseNumber(text: string, { whole = false }: { whole?: boolean } = {}): ParsedNumber {
  const plain = normalise(text);
  if (plain === "") return { ok: false, problem: "empty" };
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(plain)) return { ok: false, problem: "notANumber" };
  const readAs = (group: string, decimal: string): number | null => {
    const [head = "", tail, ...more] = plain.split(decimal);
    if (more.length > 0 || (tail ?? "").includes(group)) return null;
    const groups = head.replace(/^[+-]/, "").split(group);
    const grouped =
      groups.length === 1 ||
      (/^\d{1,3}$/.test(groups[0] ?? "") && groups.slice(1).every((part) => /^\d{3}$/.test(part)));
    if (!grouped) return null;
    const value = Number(`${head.replaceAll(group, "")}${tail === undefined ? "" : `.${tail}`}`);
    return Number.isFinite(value) ? value : null;
  };
  const point = readAs(",", ".");
  const comma = readAs(".", ",");
  const whichever = point ?? comma;
  if (whichever === null) return { ok: false, problem: "notANumber" };
  if (whole) {
    const fitting = [point, comma].find((value) => value !== null && Number.isInteger(value));
    return fitting === undefined || fitting === null
      ? { ok: false, problem: "notANumber" }
      : { ok: true, value: fitting };
  }
  const ambiguous = point !== null && comma !== null && point !== comma && plain.includes(".");
  return ambiguous
    ? { ok: false, problem: "ambiguous", readings: [point, comma] }
    : { ok: true, value: whichever };
}
