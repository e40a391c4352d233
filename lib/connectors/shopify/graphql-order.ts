import type { Codes } from "./codes";
import { skuCode } from "./codes";
import { addDecimals } from "./decimals";
import { legacyId } from "./ids";
import type { PlainOrder, PlainRefund } from "./order-form";
import { titleOf } from "./titles";
import { versionOfReading } from "./versions";
import type { LineItemNode, OrderNode, RefundNode } from "./wire-types";

/** An order as the Admin API gives it, with all its lines and refunds. */
export function plainOrder(
  node: Omit<OrderNode, "lineItems">,
  lines: readonly LineItemNode[],
  refunds: readonly RefundNode[],
  codes: Codes,
): PlainOrder {
  const sent = node.fulfillments.find(({ status, location }) => movedGoods(status) && location);
  const amount = (bag: { shopMoney: { amount: string } } | null | undefined) => bag?.shopMoney.amount ?? "0";
  return {
    id: node.id,
    name: node.name,
    placedAt: node.processedAt,
    updatedAt: node.updatedAt,
    version: versionOfReading(node.updatedAt),
    cancelledAt: node.cancelledAt ?? null,
    test: node.test,
    taxesIncluded: node.taxesIncluded,
    currency: node.currencyCode,
    customer: node.customer ? legacyId(node.customer.id) : null,
    country: node.shippingAddress?.countryCodeV2 ?? null,
    location: codes.place(sent?.location) ?? codes.place(node.retailLocation),
    total: amount(node.totalPriceSet),
    received: node.totalReceivedSet?.shopMoney.amount ?? null,
    discount: amount(node.totalDiscountsSet),
    tax: amount(node.totalTaxSet),
    shipping: amount(node.totalShippingPriceSet),
    duties: amount(node.originalTotalDutiesSet),
    fees: amount(node.originalTotalAdditionalFeesSet),
    lines: lines.map((line) => ({
      id: legacyId(line.id),
      sku: skuCode(line.sku, line.variant?.id, line.title),
      title: titleOf(line.title, line.variantTitle),
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      unfulfilledQuantity: line.unfulfilledQuantity,
      unitPrice: line.originalUnitPriceSet.shopMoney.amount,
    })),
    refunds: [...refunds].sort(byTime).map((refund) => plainRefund(refund, codes)),
  };
}

/** Fulfilments that were called off or failed moved nothing. */
export const movedGoods = (status: string): boolean =>
  !["CANCELLED", "ERROR", "FAILURE"].includes(status.toUpperCase());

const timeOf = (refund: RefundNode): string => refund.createdAt ?? refund.processedAt;
const byTime = (a: RefundNode, b: RefundNode): number =>
  Date.parse(timeOf(a)) - Date.parse(timeOf(b)) || Number(legacyId(a.id)) - Number(legacyId(b.id));

function plainRefund(node: RefundNode, codes: Codes): PlainRefund {
  return {
    id: legacyId(node.id),
    at: timeOf(node),
    note: node.note ?? null,
    lines: node.refundLineItems.nodes.map((line, index) => ({
      id: line.id ? legacyId(line.id) : `${legacyId(node.id)}-${legacyId(line.lineItem.id)}-${index + 1}`,
      lineId: legacyId(line.lineItem.id),
      quantity: line.quantity,
      restockType: line.restockType,
      location: codes.place(line.location),
      amount: addDecimals(line.subtotalSet.shopMoney.amount, line.totalTaxSet.shopMoney.amount),
    })),
  };
}
