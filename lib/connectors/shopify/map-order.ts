import { linesHash } from "@/lib/connectors/lines-hash";
import type { SourceRecord } from "@/lib/connectors/live-contract";
import { addDecimals } from "./decimals";
import type { PlainLine, PlainOrder, PlainRefund, PlainRefundLine } from "./order-form";
import { stateOf } from "./versions";

/** What became of the units of one line. The rest is still to be shipped. */
interface Fate {
  shipped: number;
  cancelled: number;
  returns: { refund: PlainRefund; line: PlainRefundLine; units: number; restocked: boolean }[];
}

/**
 * The order and what came back of it. Test orders give nothing, nor do lines that an edit put in and took out again. Where prices contain the tax, it is not added again; duties
 * count as tax and further fees as shipping, so that lines − discount + tax + shipping is the total.
 */
export function orderRecords(order: PlainOrder, channel: string, raw: unknown): SourceRecord[] {
  if (order.test || !order.lines.some(({ quantity }) => quantity !== 0)) return [];
  const fates = order.lines.map((line) => fateOf(line, order));
  const fields = {
    orderNumber: order.name,
    placedAt: order.placedAt,
    channel,
    ...given("location", order.location),
    currency: order.currency,
    ...given("customer", order.customer),
    ...given("country", order.country),
    state: stateOfOrder(order, fates),
    discount: order.discount,
    tax: order.taxesIncluded ? order.duties : addDecimals(order.tax, order.duties),
    shipping: addDecimals(order.shipping, order.fees),
    total: order.total,
    lines: order.lines.flatMap((line, index) =>
      line.quantity === 0
        ? []
        : [
            {
              lineNo: index + 1,
              sku: line.sku,
              title: line.title.slice(0, 500),
              quantity: line.quantity,
              unitPrice: line.unitPrice,
              cancelledQuantity: fates[index]?.cancelled ?? 0,
              shippedQuantity: fates[index]?.shipped ?? 0,
            },
          ],
    ),
  };
  const dated = { version: order.version, updatedAt: order.updatedAt };
  const sold: SourceRecord = {
    kind: "orders",
    id: order.id,
    version: stateOf(order.updatedAt, fields),
    fields: { ...fields, ...dated },
    raw,
    eventAt: order.updatedAt,
    checks: {
      ...(order.received === null ? {} : { captured: order.received }),
      linesHash: linesHash(order.lines.filter(({ quantity }) => quantity !== 0)),
    },
  };
  const back = fates.flatMap((fate, index) =>
    fate.returns.map((one) => returnRecord(order, index + 1, order.lines[index]?.sku ?? "", one, dated)),
  );
  return [sold, ...back];
}

/** Cancelled units never left; what was refunded without coming back after it had left is written off. */
function fateOf(line: PlainLine, order: PlainOrder): Fate {
  const parts = order.refunds.flatMap((refund) =>
    refund.lines.filter(({ lineId }) => lineId === line.id).map((part) => ({ refund, part })),
  );
  const unitsOf = (kinds: readonly string[]) =>
    parts
      .filter(({ part }) => kinds.includes(part.restockType))
      .reduce((sum, { part }) => sum + part.quantity, 0);
  const refunded = parts.reduce((sum, { part }) => sum + part.quantity, 0);
  const takenOut = Math.max(0, line.quantity - line.currentQuantity - refunded);
  const neverLeft = unitsOf(["CANCEL"]) + takenOut;
  const open = Math.min(line.unfulfilledQuantity, Math.max(0, line.quantity - neverLeft));
  const shipped = Math.max(0, line.quantity - neverLeft - open);
  let left = shipped;
  const returns: Fate["returns"] = [];
  for (const { refund, part } of parts) {
    if (part.restockType === "CANCEL") continue;
    const units = Math.min(part.quantity, left);
    left -= units;
    if (units > 0) returns.push({ refund, line: part, units, restocked: isRestocked(part) });
  }
  const moneyBeforeShipping = unitsOf(["NO_RESTOCK", "RETURN", "LEGACY_RESTOCK"]) - (shipped - left);
  const cancelled = order.cancelledAt
    ? line.quantity - shipped
    : Math.min(line.quantity - shipped, neverLeft + moneyBeforeShipping);
  return { shipped, cancelled, returns };
}

const isRestocked = ({ restockType }: PlainRefundLine): boolean =>
  restockType === "RETURN" || restockType === "LEGACY_RESTOCK";

function stateOfOrder(order: PlainOrder, fates: readonly Fate[]): "open" | "shipped" | "cancelled" {
  const shipped = fates.reduce((sum, fate) => sum + fate.shipped, 0);
  const cancelled = fates.reduce((sum, fate) => sum + fate.cancelled, 0);
  const ordered = order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (shipped === 0 && (order.cancelledAt || cancelled === ordered)) return "cancelled";
  return shipped + cancelled >= ordered ? "shipped" : "open";
}

function returnRecord(
  order: PlainOrder,
  lineNo: number,
  sku: string,
  { refund, line, units, restocked }: Fate["returns"][number],
  dated: { version: number; updatedAt: string },
): SourceRecord {
  const fields = {
    returnId: line.id,
    order: order.name,
    lineNo,
    sku,
    ...given("location", line.location),
    quantity: units,
    refund: line.amount.startsWith("-") ? "0" : line.amount,
    currency: order.currency,
    ...given("reason", refund.note?.slice(0, 500) || null),
    state: restocked ? "restocked" : "written_off",
    announcedAt: refund.at,
    receivedAt: restocked ? refund.at : null,
    settledAt: refund.at,
  };
  return {
    kind: "returns",
    id: line.id,
    version: stateOf(order.updatedAt, fields),
    fields: { ...fields, ...dated },
    raw: null,
    eventAt: refund.at,
  };
}

const given = <K extends string>(key: K, value: string | null): Partial<Record<K, string>> =>
  value === null ? {} : ({ [key]: value } as Partial<Record<K, string>>);
