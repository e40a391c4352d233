/** Digits kept behind the point, as many as a unit price has in the ledger. */
const scale = 6;
const one = 10n ** BigInt(scale);

function scaled(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal: ${text}`);
  const [, sign, whole = "0", fraction = ""] = match;
  const value = BigInt(whole) * one + BigInt(fraction.slice(0, scale).padEnd(scale, "0"));
  return sign === "-" ? -value : value;
}

function written(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % one).toString().padStart(scale, "0").replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${size / one}${fraction && `.${fraction}`}`;
}

/** Sum of exact decimals; null where none of them is known. Throws RangeError for a text that is no decimal. */
export function sumKnown(texts: readonly (string | null | undefined)[]): string | null {
  const known = texts.filter((text) => text !== null && text !== undefined);
  return known.length === 0 ? null : written(known.reduce((sum, text) => sum + scaled(text), 0n));
}

/** What one of several costs when all together cost this: six digits behind the point, half away from zero. */
export function share(text: string, count: number): string {
  const value = scaled(text);
  const size = value < 0n ? -value : value;
  const divisor = BigInt(count);
  const rounded = (size + divisor / 2n) / divisor;
  return written(value < 0n ? -rounded : rounded);
}

/** The same without its sign. */
export const unsigned = (text: string): string => text.replace(/^-/, "");

/** Whether two decimals are the same number. */
export const sameNumber = (first: string, second: string): boolean => scaled(first) === scaled(second);

/** The difference of two decimals. */
export const minus = (first: string, second: string): string => written(scaled(first) - scaled(second));

/** quantity × price. */
export const times = (text: string, count: number): string => written(scaled(text) * BigInt(count));
