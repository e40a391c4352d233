/** What the simulated shop has. Amounts are in minor units; what leaves the server is decimal text. */
export interface WooProduct {
  id: number;
  /** 0: none. */
  parentId: number;
  sku: string;
  name: string;
  option: string | null;
  priceMinor: number;
  /** Null: not counted. "parent": counted with the product it belongs to. */
  stock: number | null | "parent";
  status: "publish" | "draft" | "private" | "trash";
  modifiedAt: Date;
}

export interface WooLine {
  id: number;
  productId: number;
  variationId: number;
  sku: string;
  name: string;
  quantity: number;
  subtotalMinor: number;
  totalMinor: number;
  subtotalTaxMinor: number;
  taxMinor: number;
  restocked: number;
}

export interface WooRefund {
  id: number;
  at: Date;
  line: WooLine;
  itemId: number;
  quantity: number;
  amountMinor: number;
  taxMinor: number;
}

export interface WooOrder {
  id: number;
  number: string;
  status: string;
  currency: string;
  customerId: number;
  country: string;
  createdAt: Date;
  modifiedAt: Date;
  completedAt: Date | null;
  lines: WooLine[];
  discountMinor: number;
  shippingMinor: number;
  taxMinor: number;
  refunds: WooRefund[];
}

export interface WooHook {
  id: number;
  name: string;
  topic: string;
  deliveryUrl: string;
  secret: string;
  status: "active" | "paused" | "disabled";
  failures: number;
  createdAt: Date;
}

export interface WooState {
  products: Map<number, WooProduct>;
  orders: Map<number, WooOrder>;
  hooks: Map<number, WooHook>;
  pricesIncludeTax: boolean;
  minorDigits: number;
  nextId: () => number;
}

/** Where a product's units are counted. Throws RangeError where they are not. */
export function counterOf(state: WooState, one: WooProduct): WooProduct {
  const counter = one.stock === "parent" ? state.products.get(one.parentId) : one;
  if (!counter || typeof counter.stock !== "number")
    throw new RangeError(`The shop does not count ${one.sku}.`);
  return counter;
}

/** Throws RangeError for a SKU that is not sold here. */
export function productBySku(state: WooState, sku: string): WooProduct {
  const found = [...state.products.values()].find((one) => one.sku === sku);
  if (!found) throw new RangeError(`The shop sells no ${sku}.`);
  return found;
}

export const variationsOf = (state: WooState, id: number): WooProduct[] =>
  [...state.products.values()].filter(({ parentId }) => parentId === id);
