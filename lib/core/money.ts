/** An amount in the smallest unit of its currency. Amounts of different currencies are never added. */
export interface Money {
  minor: number;
  currency: string;
}

const digitsByCurrency = new Map<string, number>();

/** Decimal places of a currency by ISO 4217 as Intl knows it (JPY 0, USD 2, KWD 3). Throws RangeError on a malformed code. */
export function minorDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ??
      2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/**
 * Exact decimal string (such as "2.555" or "-0.10") to minor units, rounded once, half away from zero.
 * Throws RangeError when the text is no plain decimal or the result exceeds the safe integers.
 */
export function decimalToMinor(decimal: string, currency: string): number {
  return lineAmountMinor(1, decimal, currency);
}

/** quantity × exact unit price in minor units, rounded once, half away from zero. Quantity must be an integer. */
export function lineAmountMinor(quantity: number, unitPrice: string, currency: string): number {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(unitPrice);
  if (!match || !Number.isInteger(quantity))
    throw new RangeError(`not a decimal or not a whole quantity: ${unitPrice} × ${quantity}`);
  const [, sign, whole = "0", fraction = ""] = match;
  const digits = minorDigits(currency);
  const scaled = BigInt(whole + fraction) * BigInt(Math.abs(quantity)) * 10n ** BigInt(digits);
  const divisor = 10n ** BigInt(fraction.length);
  const rounded = (scaled + divisor / 2n) / divisor;
  const minor = Number(rounded);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`amount too large: ${unitPrice} × ${quantity}`);
  const negative = (sign === "-") !== quantity < 0 && minor !== 0;
  return negative ? -minor : minor;
}

/** Minor units to an exact decimal string, for files and APIs ("1234" USD → "12.34"). */
export function minorToDecimal(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = Math.abs(minor)
    .toString()
    .padStart(digits + 1, "0");
  const body = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0 ? `-${body}` : body;
}
