/** Parts of a moment as written, before its zone is applied. */
export interface DateParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** Minutes east of UTC; null: local to the mapping's zone. */
  offsetMinutes: number | null;
}

type Part = "yyyy" | "yy" | "M" | "d" | "H" | "h" | "m" | "s" | "S" | "a" | "MMM" | "z";

export interface DatePattern {
  format: string;
  expression: RegExp;
  parts: Part[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const pieces: readonly (readonly [token: RegExp, part: Part, source: string])[] = [
  [/^yyyy/, "yyyy", "(\\d{4})"],
  [/^yy/, "yy", "(\\d{2})"],
  [/^MMMM?/, "MMM", "([A-Za-z]{3,9})\\.?"],
  [/^MM?/, "M", "(\\d{1,2})"],
  [/^dd?/, "d", "(\\d{1,2})"],
  [/^HH?/, "H", "(\\d{1,2})"],
  [/^hh?/, "h", "(\\d{1,2})"],
  [/^mm?/, "m", "(\\d{1,2})"],
  [/^ss?/, "s", "(\\d{1,2})"],
  [/^S{1,6}/, "S", "(\\d{1,9})"],
  [/^a/, "a", "([AaPp]\\.?[Mm]\\.?|上午|下午)"],
  [/^(XXX|Z)/, "z", "(Z|[+-]\\d{2}:?\\d{2})"],
];

const compiled = new Map<string, DatePattern>();

/** Compiles a pattern such as "dd/MM/yyyy HH:mm". Throws RangeError when it does not name year, month and day. */
export function datePattern(format: string): DatePattern {
  const known = compiled.get(format);
  if (known) return known;
  const parts: Part[] = [];
  let source = "";
  let rest = format;
  while (rest !== "") {
    const piece = pieces.find(([token]) => token.test(rest));
    if (piece) {
      const [token, part, expression] = piece;
      const fixed = /^(MM|dd)(?=yyyy|MM|dd|HH|$)/.test(rest) && /^\w+$/.test(format);
      source += fixed ? "(\\d{2})" : expression;
      parts.push(part);
      rest = rest.replace(token, "");
    } else {
      const quoted = /^'([^']*)'/.exec(rest);
      const literal = quoted ? (quoted[1] ?? "") : rest.slice(0, 1);
      source += literal === " " ? "[ T]+" : literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
      rest = rest.slice(quoted ? quoted[0].length : 1);
    }
  }
  const has = (...any: Part[]) => any.some((part) => parts.includes(part));
  if (!has("yyyy", "yy") || !has("M", "MMM") || !has("d"))
    throw new RangeError(
      `date format ${JSON.stringify(format)} must name year (yyyy), month (MM) and day (dd)`,
    );
  const pattern = { format, parts, expression: new RegExp(`^${source}$`) };
  compiled.set(format, pattern);
  return pattern;
}

/** Reads a text by a pattern; null when it does not fit or names no real day or time. */
export function matchPattern(pattern: DatePattern, text: string): DateParts | null {
  const match = pattern.expression.exec(text);
  if (!match) return null;
  const out: DateParts = {
    year: 0,
    month: 0,
    day: 0,
    hour: 0,
    minute: 0,
    second: 0,
    millisecond: 0,
    offsetMinutes: null,
  };
  let afternoon: boolean | null = null;
  for (const [index, part] of pattern.parts.entries()) {
    const value = match[index + 1] ?? "";
    const number = Number(value);
    if (part === "yyyy") out.year = number;
    else if (part === "yy") out.year = number < 70 ? 2000 + number : 1900 + number;
    else if (part === "M") out.month = number;
    else if (part === "MMM") out.month = months.indexOf(value.slice(0, 3).toLowerCase()) + 1;
    else if (part === "d") out.day = number;
    else if (part === "H" || part === "h") out.hour = number;
    else if (part === "m") out.minute = number;
    else if (part === "s") out.second = number;
    else if (part === "S") out.millisecond = Math.trunc(Number(`0.${value}`) * 1000);
    else if (part === "a") afternoon = /^[Pp下]/.test(value);
    else out.offsetMinutes = offset(value);
  }
  if (afternoon !== null) {
    if (out.hour < 1 || out.hour > 12) return null;
    out.hour = (out.hour % 12) + (afternoon ? 12 : 0);
  }
  return isReal(out) ? out : null;
}

function offset(text: string): number {
  if (text === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith("-") ? -minutes : minutes;
}

function isReal(parts: DateParts): boolean {
  if (parts.month < 1 || parts.month > 12 || parts.hour > 23 || parts.minute > 59 || parts.second > 59)
    return false;
  const last = new Date(Date.UTC(parts.year, parts.month, 0)).getUTCDate();
  return parts.day >= 1 && parts.day <= last;
}
