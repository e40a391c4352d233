interface Scaled {
  units: bigint;
  places: number;
}

function scaled(text: string): Scaled {
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  const [, sign = "", whole = "", fraction = ""] = match ?? [];
  if (!match || (whole === "" && fraction === ""))
    throw new RangeError(`not a decimal: ${text.slice(0, 50)}`);
  return { units: BigInt(`${sign}${whole}${fraction}`), places: fraction.length };
}

function written({ units, places }: Scaled): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const body = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return units < 0n ? `-${body}` : body;
}

/** Exact sum of decimals; empty text, which the shop writes for "none", counts as zero. Throws RangeError. */
export function sum(amounts: readonly (string | null | undefined)[]): string {
  const parts = amounts.map((amount) => scaled(amount || "0"));
  const places = Math.max(0, ...parts.map((part) => part.places));
  const units = parts.reduce((total, part) => total + part.units * 10n ** BigInt(places - part.places), 0n);
  return written({ units, places });
}

export const negated = (amount: string): string => {
  const { units, places } = scaled(amount);
  return written({ units: -units, places });
};

export const isNegative = (amount: string): boolean => scaled(amount).units < 0n;

/** Places of a price that is worked out: enough to give the amount back for up to 10,000 units. */
const pricePlaces = 6;

/**
 * amount ÷ quantity, exact where it comes out even within six places, else rounded half away from zero, so that price ×
 * quantity rounds to the amount again. Quantity must not be zero.
 */
export function dividedBy(amount: string, quantity: number): string {
  const { units, places } = scaled(amount);
  const up = 10n ** BigInt(Math.max(0, pricePlaces - places));
  const down = 10n ** BigInt(Math.max(0, places - pricePlaces)) * BigInt(Math.abs(quantity));
  const magnitude = (units < 0n ? -units : units) * up;
  const rounded = (magnitude + down / 2n) / down;
  const minus = units < 0n !== quantity < 0;
  const text = written({ units: minus ? -rounded : rounded, places: pricePlaces });
  return text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
