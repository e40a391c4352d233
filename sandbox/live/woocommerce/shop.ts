import type { KnownOrder, OrderChange, SimulatedOrder } from "../contract";
import type { Hooks } from "./hooks";
import { showOrder, showProduct } from "./show";
import { counterOf, productBySku, type WooLine, type WooOrder, type WooState } from "./state";

/** What happened longer ago than this is history, which keeps its own times. */
const historyMs = 3_600_000;

/** What happens in the shop: goods are bought, shipped, given back. Every happening is told by webhook. */
export interface Shop {
  placeOrder: (order: SimulatedOrder) => void;
  knowOrder: (order: KnownOrder) => void;
  changeOrder: (number: string, change: OrderChange) => void;
  setStock: (sku: string, units: number) => void;
  stockOf: (sku: string) => number | null;
}

export function shop(state: WooState, hooks: Hooks, now: () => Date): Shop {
  const skewMs = () => now().getTime() - Date.now();
  /** When the shop notes a change: as it happens, by its own clock. */
  const noted = (at: Date) => (Date.now() - at.getTime() > historyMs ? at : now());
  const byOwnClock = (at: Date) => new Date(at.getTime() + skewMs());
  const tellOrder = (event: "created" | "updated", order: WooOrder) =>
    hooks.tell(`order.${event}`, order.id, showOrder(state, order));
  /** What is counted changes; what is not stays as it is. */
  const move = (sku: string, units: number) => {
    const one = productBySku(state, sku);
    if (one.stock === null) return;
    const counter = counterOf(state, one);
    Object.assign(counter, { stock: Number(counter.stock) + units, modifiedAt: now() });
    hooks.tell("product.updated", counter.id, showProduct(state, counter));
  };
  return {
    placeOrder: (given) => {
      const order = newOrder(state, { ...given, placedAt: byOwnClock(given.placedAt) });
      order.modifiedAt = noted(given.placedAt);
      state.orders.set(order.id, order);
      tellOrder("created", order);
      for (const line of order.lines) move(line.sku, -line.quantity);
    },
    knowOrder: (given) => {
      if ([...state.orders.values()].some(({ number }) => number === given.number)) return;
      const order = newOrder(state, { ...given, customer: given.customer ?? "" });
      order.modifiedAt = given.updatedAt;
      if (given.state === "cancelled") order.status = "cancelled";
      if (given.state === "shipped")
        Object.assign(order, { status: "completed", completedAt: given.updatedAt });
      if (given.state !== "cancelled")
        for (const [at, { cancelled }] of given.lines.entries()) {
          const line = order.lines[at];
          if (cancelled > 0 && line)
            takeBack(state, order, line, { at: given.placedAt, quantity: cancelled });
        }
      state.orders.set(order.id, order);
    },
    changeOrder: (number, change) => {
      const order = [...state.orders.values()].find((one) => one.number === number);
      if (!order) throw new RangeError(`There is no order ${number}.`);
      order.modifiedAt = noted(change.at);
      const at = byOwnClock(change.at);
      if (change.kind === "ship") Object.assign(order, { status: "completed", completedAt: at });
      else if (change.kind === "cancel") {
        order.status = "cancelled";
        for (const line of order.lines) move(line.sku, line.quantity);
      } else refund(state, order, { ...change, at }, move);
      tellOrder("updated", order);
    },
    setStock: (sku, units) => {
      const counter = counterOf(state, productBySku(state, sku));
      Object.assign(counter, { stock: units, modifiedAt: now() });
      hooks.tell("product.updated", counter.id, showProduct(state, counter));
    },
    stockOf: (sku) => {
      const one = [...state.products.values()].find((product) => product.sku === sku);
      return one && one.stock !== null ? Number(counterOf(state, one).stock) : null;
    },
  };
}

function newOrder(state: WooState, given: SimulatedOrder): WooOrder {
  const sums = given.lines.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor);
  const discounts = spread(given.discountMinor, sums);
  const taxes = spread(given.taxMinor, sums);
  const included = state.pricesIncludeTax;
  const lines = given.lines.map((line, at): WooLine => {
    const one = productBySku(state, line.sku);
    const taxMinor = taxes[at] ?? 0;
    const subtotalMinor = (sums[at] ?? 0) - (included ? taxMinor : 0);
    return {
      id: state.nextId(),
      productId: one.parentId === 0 ? one.id : one.parentId,
      variationId: one.parentId === 0 ? 0 : one.id,
      sku: line.sku,
      name: line.title,
      quantity: line.quantity,
      subtotalMinor,
      totalMinor: subtotalMinor - (discounts[at] ?? 0),
      subtotalTaxMinor: taxMinor,
      taxMinor,
      restocked: 0,
    };
  });
  return {
    // As in most shops, where the number is the id.
    id: /^\d{1,9}$/.test(given.number) ? Number(given.number) : state.nextId(),
    number: given.number,
    status: "processing",
    currency: given.currency,
    customerId: Number(given.customer.replace(/\D/g, "").slice(0, 9)) || 0,
    country: given.country,
    createdAt: given.placedAt,
    modifiedAt: given.placedAt,
    completedAt: null,
    lines,
    discountMinor: given.discountMinor,
    shippingMinor: given.shippingMinor,
    taxMinor: given.taxMinor,
    refunds: [],
  };
}

/** Parts of an amount in proportion, whole and adding up. */
function spread(amount: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  let seen = 0;
  return weights.map((weight) => {
    seen += weight;
    const upTo = whole === 0 ? 0 : Math.round((amount * seen) / whole);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

function refund(
  state: WooState,
  order: WooOrder,
  { at, sku, quantity, restock }: Extract<OrderChange, { kind: "refund" }>,
  move: (sku: string, units: number) => void,
): void {
  const line = order.lines.find((one) => one.sku === sku);
  if (!line) throw new RangeError(`The order ${order.number} has no ${sku}.`);
  takeBack(state, order, line, { at, quantity });
  if (restock) {
    line.restocked += quantity;
    move(sku, quantity);
  }
  const refunded = order.refunds.reduce((sum, one) => sum + one.quantity, 0);
  if (refunded >= order.lines.reduce((sum, one) => sum + one.quantity, 0)) order.status = "refunded";
}

function takeBack(
  state: WooState,
  order: WooOrder,
  line: WooLine,
  { at, quantity }: { at: Date; quantity: number },
): void {
  const share = quantity / line.quantity;
  order.refunds.push({
    id: state.nextId(),
    at,
    line,
    itemId: state.nextId(),
    quantity,
    amountMinor: Math.round(line.totalMinor * share),
    taxMinor: Math.round(line.taxMinor * share),
  });
}
