/** Sum of exact decimals, with as many places as the longest has. Throws RangeError on text that is no plain decimal. */
export function addDecimals(...amounts: readonly string[]): string {
  const parts = amounts.map(partsOf);
  const places = Math.max(0, ...parts.map(({ fraction }) => fraction.length));
  let sum = 0n;
  for (const { sign, whole, fraction } of parts) sum += BigInt(sign + whole + fraction.padEnd(places, "0"));
  const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, "0");
  const body = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return sum < 0n ? `-${body}` : body;
}

function partsOf(amount: string): { sign: string; whole: string; fraction: string } {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match) throw new RangeError(`not a decimal: ${amount}`);
  const [, sign = "", whole = "0", fraction = ""] = match;
  return { sign, whole, fraction };
}
