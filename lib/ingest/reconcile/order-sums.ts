import { minorDigits } from "@/lib/core/money";

/** Decimals as they came; null: not said. */
export interface OrderToSum {
  currency: string;
  total: string;
  discount: string | null;
  tax: string | null;
  shipping: string | null;
  lines: readonly PricedLine[];
}

interface PricedLine {
  lineNo: number;
  quantity: number;
  cancelled: number;
  unitPrice: string;
}

/**
 * Lines that a sum can be made of; null where the price of one that still stands is not known yet. One that was cancelled
 * whole adds nothing, whatever it would have cost.
 */
export function summable(
  lines: readonly (Omit<PricedLine, "unitPrice"> & { unitPrice: string | null })[],
): PricedLine[] | null {
  const standing = lines.filter((line) => line.unitPrice !== null || line.cancelled < line.quantity);
  const priced = standing.flatMap((line) =>
    line.unitPrice === null ? [] : [{ ...line, unitPrice: line.unitPrice }],
  );
  return priced.length === standing.length ? priced : null;
}

export interface SumsDiffer {
  totalMinor: number;
  /** Σ quantity × price − discount + tax + shipping, rounded once. */
  sumMinor: number;
  /** The one line and quantity that would make it add up; null: none would, or several. */
  likely: { lineNo: number; quantity: number; likelyQuantity: number } | null;
}

const places = 6;

/**
 * Whether an order adds up: its total is Σ quantity × price − discount + tax + shipping. Each line may have been rounded to
 * a minor unit at the source, and the sum once more. Taken as right as well: tax contained in the prices, and a total of
 * what was not cancelled. Null: it adds up.
 */
export function sumsDiffer(order: OrderToSum): SumsDiffer | null {
  const unit = 10n ** BigInt(places - minorDigits(order.currency));
  const read = (decimal: string | null): bigint => (decimal === null ? 0n : scaled(decimal));
  const total = read(order.total);
  const slack = roundingUnits(order.lines.length) * unit;
  const extras = read(order.shipping) - read(order.discount);
  const tax = read(order.tax);
  const goods = (cancelled: boolean) =>
    order.lines.reduce(
      (sum, line) => sum + BigInt(line.quantity - (cancelled ? line.cancelled : 0)) * scaled(line.unitPrice),
      0n,
    );
  const whole = goods(false);
  const left = goods(true);
  const sums = [whole + extras + tax, whole + extras, left + extras + tax, left + extras];
  if (sums.some((sum) => distance(sum, total) <= slack)) return null;
  const likely = [tax, 0n]
    .map((added) => likelyQuantity(order, whole + extras + added - total, unit))
    .find((found) => found !== null);
  return {
    totalMinor: toMinor(total, unit),
    sumMinor: toMinor(whole + extras + tax, unit),
    likely: likely ?? null,
  };
}

/** Half a unit a line and half a unit for the sum, in whole units. */
const roundingUnits = (lines: number): bigint => BigInt(Math.max(1, Math.ceil((lines + 1) / 2)));

/** The line whose other quantity takes away the surplus exactly. One that is a digit too many or too few goes before others. */
function likelyQuantity(order: OrderToSum, surplus: bigint, unit: bigint): SumsDiffer["likely"] {
  const found = order.lines.flatMap(({ lineNo, quantity, unitPrice }) => {
    const price = scaled(unitPrice);
    if (price <= 0n || quantity <= 0) return [];
    const less = divided(surplus, price);
    const likely = quantity - Number(less);
    const exact = distance(less * price, surplus) <= unit;
    return exact && likely >= 1 && likely !== quantity ? [{ lineNo, quantity, likelyQuantity: likely }] : [];
  });
  const slips = found.filter(({ quantity, likelyQuantity: likely }) =>
    slipped(String(quantity), String(likely)),
  );
  const best = slips.length > 0 ? slips : found;
  return best.length === 1 ? (best[0] ?? null) : null;
}

/** Whether one digit too many or too few, or two digits exchanged, makes one of the other. */
function slipped(a: string, b: string): boolean {
  const [long, short] = a.length > b.length ? [a, b] : [b, a];
  if (long.length === short.length + 1)
    return [...long].some((_, at) => long.slice(0, at) + long.slice(at + 1) === short);
  return long.length === short.length && [...long].sort().join("") === [...short].sort().join("");
}

function scaled(decimal: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(decimal);
  if (!match) throw new RangeError(`not a decimal: ${decimal}`);
  const [, sign, whole = "0", fraction = ""] = match;
  const value = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
  return sign === "-" ? -value : value;
}

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

/** Rounded half away from zero. */
function divided(value: bigint, by: bigint): bigint {
  const size = (value < 0n ? -value : value) + by / 2n;
  return value < 0n ? -(size / by) : size / by;
}

const toMinor = (value: bigint, unit: bigint): number => Number(divided(value, unit));

/**
 * Whether what was paid shows a misread quantity. Payments of parts are usual, so less than the total counts only where a
 * line with a digit too many explains it exactly; more than the total counts where nothing was cancelled.
 */
export function capturedDiffers(order: OrderToSum, captured: string): SumsDiffer | null {
  const paid = sumsDiffer({ ...order, total: captured });
  if (!paid || sumsDiffer(order)) return null;
  if (paid.totalMinor > paid.sumMinor)
    return order.lines.some(({ cancelled }) => cancelled > 0) ? null : paid;
  const { likely } = paid;
  return likely && slipped(String(likely.quantity), String(likely.likelyQuantity)) ? paid : null;
}

/** What is needed of a SKU's past to call a quantity unusual, and how far above all of it one must lie. */
export const unusual = { leastQuantity: 10, leastLines: 30, linesLooked: 200, timesTheMost: 4 } as const;

/**
 * Whether a quantity lies far above all that were ordered of the SKU lately. It only holds an order for review, and only
 * where no total proves the quantity.
 */
export function isUnusual(quantity: number, past: { lines: number; most: number }): boolean {
  return (
    quantity >= unusual.leastQuantity &&
    past.lines >= unusual.leastLines &&
    quantity > past.most * unusual.timesTheMost
  );
}
