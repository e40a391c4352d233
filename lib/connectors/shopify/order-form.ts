/** An order in one form, whether it came through the Admin API, a bulk file or a webhook. Amounts are in the shop's own currency. */
export interface PlainOrder {
  id: string;
  name: string;
  placedAt: string;
  updatedAt: string;
  version: number;
  cancelledAt: string | null;
  test: boolean;
  taxesIncluded: boolean;
  currency: string;
  /** Shopify's number of the customer; never a name. */
  customer: string | null;
  country: string | null;
  /** Our code of the place it left from, or was sold at. */
  location: string | null;
  total: string;
  /** Paid in so far, before what was given back; null: not told. */
  received: string | null;
  discount: string;
  tax: string;
  shipping: string;
  duties: string;
  fees: string;
  lines: readonly PlainLine[];
  refunds: readonly PlainRefund[];
}

export interface PlainLine {
  id: string;
  sku: string;
  title: string;
  quantity: number;
  /** Without what was refunded or taken out by an edit. */
  currentQuantity: number;
  unfulfilledQuantity: number;
  unitPrice: string;
}

export interface PlainRefund {
  id: string;
  at: string;
  note: string | null;
  lines: readonly PlainRefundLine[];
}

export interface PlainRefundLine {
  id: string;
  lineId: string;
  quantity: number;
  /** CANCEL: never left. RETURN: back on the shelf. NO_RESTOCK: only the money went back. */
  restockType: string;
  location: string | null;
  /** With its tax. */
  amount: string;
}
