/** What is checked of an order, on our side and at the source. Null: that side does not say, so it is not compared. */
export interface CheckedOrder {
  currency: string | null;
  totalMinor: number | null;
  customerRef: string | null;
  country: string | null;
  cancelled: boolean | null;
  /** How far it is; left out by sources that do not say. Compared only where neither side says cancelled. */
  state?: string | null;
  lines: readonly CheckedLine[];
}

export interface CheckedLine {
  lineNo: number;
  skuCode: string;
  quantity: number;
  /** Exact decimal; null: not said at the source, not known yet here. */
  unitPrice: string | null;
}

export interface OrderDifference {
  field:
    | "currency"
    | "totalMinor"
    | "customerRef"
    | "country"
    | "cancelled"
    | "state"
    | "line"
    | "skuCode"
    | "quantity"
    | "unitPrice";
  lineNo: number | null;
  ours: string | number | boolean | null;
  theirs: string | number | boolean | null;
}

/** Usual share, and what to aim for. */
export const orderAccuracyTargets = { usualLow: 0.95, usualHigh: 0.98, target: 0.999 } as const;

/** Orders are compared one hour after they were placed: before that the source itself still changes them. */
export const orderCheckAfterSeconds = 3_600;

/** Every checked field in which two versions of an order differ; empty when they are equal. Lines pair by their number. */
export function orderDifferences(ours: CheckedOrder, theirs: CheckedOrder): OrderDifference[] {
  const found: OrderDifference[] = [];
  for (const field of ["currency", "totalMinor", "customerRef", "country", "cancelled"] as const) {
    compare(found, field, null, ours[field], theirs[field]);
  }
  if (ours.cancelled !== true && theirs.cancelled !== true)
    compare(found, "state", null, ours.state ?? null, theirs.state ?? null);
  const theirLines = new Map(theirs.lines.map((line) => [line.lineNo, line]));
  for (const line of ours.lines) {
    const other = theirLines.get(line.lineNo);
    theirLines.delete(line.lineNo);
    if (!other) {
      found.push({ field: "line", lineNo: line.lineNo, ours: line.skuCode, theirs: null });
      continue;
    }
    compare(found, "skuCode", line.lineNo, line.skuCode, other.skuCode);
    compare(found, "quantity", line.lineNo, line.quantity, other.quantity);
    const [our, their] = [line.unitPrice, other.unitPrice];
    // A price that the source tells by now and that is still unknown here has not arrived.
    if (their !== null && (our === null || Number(our) !== Number(their)))
      found.push({ field: "unitPrice", lineNo: line.lineNo, ours: our, theirs: their });
  }
  for (const line of theirLines.values())
    found.push({ field: "line", lineNo: line.lineNo, ours: null, theirs: line.skuCode });
  return found;
}

function compare<T extends string | number | boolean | null>(
  found: OrderDifference[],
  field: OrderDifference["field"],
  lineNo: number | null,
  ours: T,
  theirs: T,
): void {
  if (ours !== null && theirs !== null && ours !== theirs) found.push({ field, lineNo, ours, theirs });
}

/** Order-sync accuracy, 0 to 1: orders equal to the source on every checked field ÷ orders checked; null when none was. */
export function orderAccuracy(checked: number, equal: number): number | null {
  return checked > 0 ? equal / checked : null;
}

/** What a wrong order can be wrong in, as it is counted; `line` is a line that one side lacks. */
export const accuracyFields = [
  "missing",
  "duplicate",
  "line",
  "sku",
  "quantity",
  "price",
  "total",
  "customer",
  "address",
  "status",
] as const;
export type AccuracyField = (typeof accuracyFields)[number];

/** How the fields of differences are counted; sources of old write some of them in their own way. */
export const countedAs: Readonly<Record<string, AccuracyField>> = {
  line: "line",
  skuCode: "sku",
  sku: "sku",
  quantity: "quantity",
  unitPrice: "price",
  unit_price: "price",
  price: "price",
  totalMinor: "total",
  total: "total",
  currency: "total",
  customerRef: "customer",
  customer: "customer",
  country: "address",
  address: "address",
  cancelled: "status",
  state: "status",
  status: "status",
};
