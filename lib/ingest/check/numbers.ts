import type { Findings, ReadSettings } from "./settings";
import { plainText } from "./text";

/** Signs of money and the currencies they may stand for; the longest is tried first. */
const signs: readonly (readonly [sign: string, currencies: readonly string[] | null])[] = [
  ["US$", ["USD"]],
  ["NT$", ["TWD"]],
  ["HK$", ["HKD"]],
  ["AU$", ["AUD"]],
  ["NZ$", ["NZD"]],
  ["CA$", ["CAD"]],
  ["R$", ["BRL"]],
  ["S$", ["SGD"]],
  ["A$", ["AUD"]],
  ["C$", ["CAD"]],
  ["RM", ["MYR"]],
  ["Rp", ["IDR"]],
  ["zł", ["PLN"]],
  ["kr", ["SEK", "NOK", "DKK", "ISK"]],
  ["元", ["CNY", "TWD", "HKD"]],
  ["円", ["JPY"]],
  ["$", null],
  ["£", ["GBP"]],
  ["€", ["EUR"]],
  ["¥", ["JPY", "CNY"]],
  ["₩", ["KRW"]],
  ["฿", ["THB"]],
  ["₫", ["VND"]],
  ["₱", ["PHP"]],
  ["₹", ["INR"]],
];

const plainDecimal = /^-?\d+(?:\.\d+)?$/;
const exponent = /^([+-]?)(\d+)(?:\.(\d+))?E([+-]?\d{1,3})$/i;

/**
 * An exact decimal as plain text ("-1234.50"), or null with a finding. Takes currency signs and codes, thousands marks
 * in groups of three, parentheses and a trailing minus for less than zero, and exact exponent forms.
 */
export function readDecimal(
  raw: unknown,
  settings: ReadSettings,
  currency: string | null,
  at: Findings,
): string | null {
  if (typeof raw === "number") {
    if (!Number.isFinite(raw)) return at.fail("not_a_number");
    return canonical(expand(String(raw)) ?? String(raw));
  }
  if (typeof raw !== "string") return at.fail("not_a_number");
  if (settings.decimalSign === "." && plainDecimal.test(raw)) return canonical(raw);
  let text = plainText(raw, at);
  if (text === null || text === "") return null;
  let negative = false;
  const parentheses = /^\((.+)\)$/.exec(text);
  if (parentheses) {
    negative = true;
    text = parentheses[1] ?? "";
  }
  text = text.replace(/^[\u2212\u2013]/, "-");
  const sign = /^[+-]|[-]$/.exec(text)?.[0];
  if (sign) {
    negative = negative !== (sign === "-");
    text = text.startsWith(sign) ? text.slice(1).trimStart() : text.slice(0, -1).trimEnd();
  }
  const bare = withoutCurrency(text, currency, at);
  if (bare === null) return null;
  const inner = /^-/.test(bare) && !sign ? bare.slice(1) : bare;
  if (inner !== bare) negative = !negative;
  const digits = expand(inner) ?? ungroup(inner, settings, at);
  if (digits === null) return null;
  return canonical(negative ? `-${digits}` : digits);
}

/** A whole number between `min` and `max`, or null with a finding. "6.0" and "1E+05" are whole numbers. */
export function readInteger(
  raw: unknown,
  settings: ReadSettings,
  min: number,
  max: number,
  at: Findings,
): number | null {
  const decimal = readDecimal(raw, settings, null, at);
  if (decimal === null) return null;
  const [whole = "", fraction = ""] = decimal.split(".");
  if (/[1-9]/.test(fraction)) return at.fail("not_whole", { number: decimal });
  const value = Number(whole);
  if (!Number.isSafeInteger(value) || value < min || value > max)
    return at.fail("not_between", { least: min, most: max });
  return value === 0 ? 0 : value;
}

function withoutCurrency(text: string, currency: string | null, at: Findings): string | null {
  const code = /^([A-Z]{3})\s*(?=[\d(.,-])|(?<=[\d)])\s*([A-Z]{3})$/.exec(text);
  const named = code?.[1] ?? code?.[2];
  if (named && code) {
    if (currency && named !== currency) return at.fail("other_currency_code", { named, currency });
    return text.replace(code[0], "").trim();
  }
  for (const [mark, currencies] of signs) {
    if (!text.startsWith(mark) && !text.endsWith(mark)) continue;
    const fits = currencies
      ? currencies.includes(currency ?? "")
      : currency?.endsWith("D") || currency === "MXN";
    if (currency && !fits) return at.fail("other_currency_sign", { sign: mark, currency });
    return (text.startsWith(mark) ? text.slice(mark.length) : text.slice(0, -mark.length)).trim();
  }
  return text;
}

/** Exponent form to plain digits, exactly; null when the text is no exponent form. */
function expand(text: string): string | null {
  const match = exponent.exec(text);
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const shift = Number(power);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const body =
    point <= 0
      ? `0.${"0".repeat(-point)}${digits}`
      : point >= digits.length
        ? digits + "0".repeat(point - digits.length)
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return (sign === "-" ? "-" : "") + body;
}

function ungroup(text: string, settings: ReadSettings, at: Findings): string | null {
  const { decimalSign, thousandsSign } = settings;
  const at0 = text.indexOf(decimalSign);
  const whole = at0 < 0 ? text : text.slice(0, at0);
  const fraction = at0 < 0 ? "" : text.slice(at0 + 1);
  const marks = new Set(
    [thousandsSign, " ", "\u00A0", "\u202F", "'"].filter((mark) => mark && mark !== decimalSign),
  );
  const groups = splitAt(whole, marks);
  const grouped =
    groups.length === 1 ||
    (/^\d{1,3}$/.test(groups[0] ?? "") && groups.slice(1).every((group) => /^\d{3}$/.test(group)));
  const digits = groups.join("");
  if (grouped && /^\d+$/.test(digits || "0") && /^\d*$/.test(fraction) && digits + fraction !== "")
    return `${digits || "0"}${fraction ? `.${fraction}` : ""}`;
  if (/^[\d.,' \u00A0\u202F]+$/.test(text))
    return thousandsSign
      ? at.fail("number_unclear", { decimal: decimalSign, thousands: thousandsSign })
      : at.fail("number_unclear_plain", { decimal: decimalSign });
  return at.fail("not_a_number");
}

function splitAt(text: string, marks: ReadonlySet<string>): string[] {
  const groups = [""];
  for (const character of text) {
    if (marks.has(character)) groups.push("");
    else groups[groups.length - 1] += character;
  }
  return groups;
}

/** One text form for one value: no leading zeros, no trailing zeros after the point, no minus zero. */
function canonical(text: string): string {
  const negative = text.charCodeAt(0) === 45;
  let body = negative ? text.slice(1) : text;
  if (body.includes(".")) body = body.replace(/\.?0+$/, "");
  body = body.replace(/^0+(?=\d)/, "");
  return negative && body !== "0" ? `-${body}` : body;
}
