import { createHash } from "node:crypto";
import { lineAmountMinor } from "@/lib/core/money";
import {
  type CheckedOrder,
  type OrderDifference,
  orderDifferences,
} from "@/lib/metrics/order-accuracy/compute";
import type { OurOrder } from "./ours";
import type { SourceOrder } from "./theirs";

/** What one side says of an hour. */
export interface HourSums {
  orders: number;
  /** Of orders that are not cancelled, as the amounts. */
  units: number;
  /** Minor units by currency. */
  amounts: Record<string, number>;
  /** SHA-256 over the sorted order numbers, each with its checked fields; equal exactly when nothing differs. */
  hash: Buffer;
}

/** An order that differs. missing: not here. duplicate: here, and not at the source. */
export interface Found {
  orderNumber: string;
  sourceId: string | null;
  result: "different" | "missing" | "duplicate";
  differences: OrderDifference[];
}

export interface Comparison {
  source: HourSums;
  ours: HourSums;
  found: Found[];
  equal: string[];
}

/**
 * Holds the orders of an hour against what their source says. What one side does not say is not compared; of an order that
 * both call cancelled, lines and money are not, since vendors forget them, and it comes to nothing.
 */
export function compareHour(theirs: readonly SourceOrder[], ours: readonly OurOrder[]): Comparison {
  const oursByNumber = new Map(ours.map((order) => [order.orderNumber, order]));
  const found: Found[] = [];
  const equal: string[] = [];
  const sourceLines: string[] = [];
  const ourLines: string[] = [];
  for (const { orderNumber, sourceId, checked } of theirs) {
    const our = oursByNumber.get(orderNumber);
    oursByNumber.delete(orderNumber);
    const said = digest(orderNumber, checked);
    sourceLines.push(said);
    if (!our) {
      found.push({ orderNumber, sourceId, result: "missing", differences: [] });
      continue;
    }
    const bothCancelled = checked?.cancelled === true && our.checked.cancelled === true;
    const told = bothCancelled ? { ...checked, totalMinor: null, lines: our.checked.lines } : checked;
    const differences = told ? orderDifferences(our.checked, told) : [];
    if (checked && differences.length === 0) {
      equal.push(orderNumber);
      ourLines.push(said);
    } else {
      found.push({ orderNumber, sourceId, result: "different", differences });
      ourLines.push(`${digest(orderNumber, our.checked)} differs`);
    }
  }
  for (const { orderNumber, checked } of oursByNumber.values()) {
    found.push({ orderNumber, sourceId: null, result: "duplicate", differences: [] });
    ourLines.push(digest(orderNumber, checked));
  }
  const source = theirs.map(({ checked }) => checked);
  const here = ours.map(({ checked }) => checked);
  return {
    source: sumsOf(source, sourceLines),
    ours: sumsOf(here, ourLines),
    found,
    equal,
  };
}

const digest = (orderNumber: string, checked: CheckedOrder | null): string =>
  createHash("sha256")
    .update(JSON.stringify([orderNumber, checked]))
    .digest("hex");

function sumsOf(orders: readonly (CheckedOrder | null)[], lines: string[]): HourSums {
  const amounts: Record<string, number> = {};
  let units = 0;
  for (const order of orders) {
    if (!order || order.cancelled) continue;
    for (const { quantity, unitPrice } of order.lines) {
      units += quantity;
      if (order.currency && unitPrice !== null && order.totalMinor === null)
        amounts[order.currency] =
          (amounts[order.currency] ?? 0) + lineAmountMinor(quantity, unitPrice, order.currency);
    }
    if (order.currency && order.totalMinor !== null)
      amounts[order.currency] = (amounts[order.currency] ?? 0) + order.totalMinor;
  }
  const hash = createHash("sha256").update(lines.sort().join("\n")).digest();
  return { orders: orders.length, units, amounts, hash };
}
