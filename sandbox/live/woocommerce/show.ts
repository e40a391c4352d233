import {
  variationsOf,
  type WooHook,
  type WooLine,
  type WooOrder,
  type WooProduct,
  type WooRefund,
  type WooState,
} from "./state";

/** Local and UTC alike: the simulated shop keeps its clock in UTC. */
const times = (name: string, at: Date | null) => {
  const text = at?.toISOString().slice(0, 19) ?? null;
  return { [name]: text, [`${name}_gmt`]: text };
};

const decimal = (state: WooState, minor: number): string =>
  (minor / 10 ** state.minorDigits).toFixed(state.minorDigits);

export function showProduct(state: WooState, one: WooProduct): Record<string, unknown> {
  const parent = state.products.get(one.parentId);
  const quantity = one.stock === "parent" ? (parent?.stock ?? null) : one.stock;
  const variations = variationsOf(state, one.id).map(({ id }) => id);
  const price = decimal(state, one.priceMinor);
  return {
    id: one.id,
    name: one.name,
    ...(parent
      ? {}
      : {
          slug: one.name.toLowerCase().replace(/\W+/g, "-"),
          type: variations.length > 0 ? "variable" : "simple",
        }),
    ...times("date_created", one.modifiedAt),
    ...times("date_modified", one.modifiedAt),
    status: one.status,
    sku: one.sku,
    price,
    regular_price: price,
    sale_price: "",
    manage_stock: one.stock === "parent" ? "parent" : one.stock !== null,
    stock_quantity: quantity,
    stock_status: quantity === null || Number(quantity) > 0 ? "instock" : "outofstock",
    backorders: "no",
    parent_id: one.parentId,
    categories: [{ id: 9, name: "Home", slug: "home" }],
    attributes: one.option === null ? [] : [{ id: 1, name: "Colour", option: one.option }],
    variations,
    meta_data: [],
  };
}

function showLine(state: WooState, line: WooLine): Record<string, unknown> {
  return {
    id: line.id,
    name: line.name,
    product_id: line.productId,
    variation_id: line.variationId,
    quantity: line.quantity,
    tax_class: "",
    subtotal: decimal(state, line.subtotalMinor),
    subtotal_tax: decimal(state, line.subtotalTaxMinor),
    total: decimal(state, line.totalMinor),
    total_tax: decimal(state, line.taxMinor),
    taxes: [],
    meta_data:
      line.restocked > 0
        ? [{ id: line.id, key: "_restock_refunded_items", value: String(line.restocked) }]
        : [],
    sku: line.sku,
    price: line.totalMinor / line.quantity / 10 ** state.minorDigits,
  };
}

/** Customers have no name here, only a number and a country. */
export function showOrder(state: WooState, order: WooOrder): Record<string, unknown> {
  const linesMinor = order.lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const address = { first_name: "", last_name: "", city: "", postcode: "", country: order.country };
  return {
    id: order.id,
    parent_id: 0,
    number: order.number,
    order_key: `wc_order_${order.id}`,
    created_via: "checkout",
    version: "9.4.0",
    status: order.status,
    currency: order.currency,
    ...times("date_created", order.createdAt),
    ...times("date_modified", order.modifiedAt),
    ...times("date_completed", order.completedAt),
    ...times("date_paid", order.createdAt),
    discount_total: decimal(state, order.discountMinor),
    discount_tax: decimal(state, 0),
    shipping_total: decimal(state, order.shippingMinor),
    shipping_tax: decimal(state, 0),
    cart_tax: decimal(state, order.taxMinor),
    total: decimal(state, linesMinor + order.shippingMinor + order.taxMinor),
    total_tax: decimal(state, order.taxMinor),
    prices_include_tax: state.pricesIncludeTax,
    customer_id: order.customerId,
    billing: address,
    shipping: address,
    line_items: order.lines.map((line) => showLine(state, line)),
    tax_lines: [],
    shipping_lines: [
      {
        id: order.id,
        method_id: "flat_rate",
        total: decimal(state, order.shippingMinor),
        total_tax: decimal(state, 0),
      },
    ],
    fee_lines: [],
    coupon_lines: [],
    refunds: order.refunds.map(({ id, amountMinor, taxMinor }) => ({
      id,
      reason: "",
      total: `-${decimal(state, amountMinor + taxMinor)}`,
    })),
  };
}

export function showRefund(state: WooState, refund: WooRefund): Record<string, unknown> {
  const { line } = refund;
  return {
    id: refund.id,
    ...times("date_created", refund.at),
    amount: decimal(state, refund.amountMinor + refund.taxMinor),
    reason: "",
    line_items: [
      {
        ...showLine(state, line),
        id: refund.itemId,
        quantity: -refund.quantity,
        subtotal: `-${decimal(state, refund.amountMinor)}`,
        total: `-${decimal(state, refund.amountMinor)}`,
        subtotal_tax: `-${decimal(state, refund.taxMinor)}`,
        total_tax: `-${decimal(state, refund.taxMinor)}`,
        meta_data: [{ id: refund.itemId, key: "_refunded_item_id", value: String(line.id) }],
      },
    ],
  };
}

export function showHook(hook: WooHook): Record<string, unknown> {
  const [resource, event] = hook.topic.split(".");
  return {
    id: hook.id,
    name: hook.name,
    status: hook.status,
    topic: hook.topic,
    resource,
    event,
    hooks: [],
    delivery_url: hook.deliveryUrl,
    ...times("date_created", hook.createdAt),
    ...times("date_modified", hook.createdAt),
  };
}
