import type { Findings } from "./settings";

const spreadsheetError = /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)/i;
const spreadsheetExponent = /^[+-]?\d(?:[.,]\d+)?E\+\d{1,3}$/i;
const fullWidth = /[\uFF01-\uFF5E\u3000]/;

/**
 * A cell's text as a person means it: trimmed, full-width forms made plain, `="00123"` unwrapped.
 * Reports cells that hold a spreadsheet's error or a formula instead of a value.
 */
export function plainText(raw: string, at: Findings): string | null {
  let text = raw.trim();
  if (text === "") return "";
  if (text.charCodeAt(0) === 61) {
    const wrapped = /^="([^"]*)"$/.exec(text);
    if (!wrapped) return at.fail("formula");
    text = (wrapped[1] ?? "").trim();
  }
  if (text.charCodeAt(0) === 35 && spreadsheetError.test(text))
    return at.fail("spreadsheet_error", { error: text });
  return fullWidth.test(text) ? text.normalize("NFKC").trim() : text;
}

/** A code or number that identifies something, kept character by character. */
export function readKey(raw: unknown, at: Findings): string | null {
  const given = typeof raw === "number" && Number.isSafeInteger(raw) ? String(raw) : raw;
  if (typeof given !== "string") return at.fail("not_text");
  const text = plainText(given, at);
  if (text === null || text === "") return null;
  if (spreadsheetExponent.test(text)) return at.fail("damaged_by_spreadsheet");
  if (text.length > 200) return at.fail("too_long", { most: 200 });
  if (hasControl(text)) return at.fail("control_character");
  return text;
}

/** Free text of at most `max` characters. */
export function readText(raw: unknown, max: number, at: Findings): string | null {
  if (typeof raw === "number" || typeof raw === "boolean") return String(raw);
  if (typeof raw !== "string") return at.fail("not_text");
  const text = raw.trim();
  if (text === "") return null;
  if (spreadsheetError.test(text)) return plainText(text, at);
  if (text.length > max) return at.fail("too_long", { most: max });
  return hasControl(text) ? text.replaceAll("\u0000", "") : text;
}

/** Whether a text holds a control character other than tab and line ends. */
function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 32 ? code !== 9 && code !== 10 && code !== 13 : code === 127) return true;
  }
  return false;
}
