const textOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads JSON with every number as the text it is written as, so that ids beyond 2^53 and amounts stay exact; a vendor that
 * writes an id now as a number and now as a string gives the same either way. Throws SyntaxError.
 */
export function parseExact(json: string): unknown {
  return JSON.parse(json.replace(textOrNumber, (found) => (found.startsWith('"') ? found : `"${found}"`)));
}

/** A number's text without an exponent ("1.5E-4" → "0.00015"). Throws RangeError where it is no number. */
export function plainDecimal(text: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) throw new RangeError(`not a number: ${text.slice(0, 50)}`);
  const [, sign = "", whole = "", fraction = "", exponent] = parts;
  const shift = Number(exponent ?? 0);
  if (Math.abs(shift) > 30) throw new RangeError(`out of range: ${text.slice(0, 50)}`);
  if (shift === 0) return text.replace(/[eE].*$/, "");
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? digits.padStart(digits.length - point + 1, "0") : digits.padEnd(point, "0");
  const at = point <= 0 ? 1 : point;
  const decimals = padded.slice(at).replace(/0+$/, "");
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  return `${sign}${integer}${decimals === "" ? "" : `.${decimals}`}`;
}
