import type { KnownOrder, OrderChange, SimulatedOrder } from "../contract";
import { orderPayload, productPayload, refundPayload } from "./payloads";
import { changeLevel, orderNamed, type Shop, variantOfSku } from "./shop";
import {
  levelKey,
  orderIdOf,
  type ShopLine,
  type ShopOrder,
  type ShopRefundLine,
  type ShopVariant,
} from "./state";

/** A customer pays: the units are set aside where there are enough, and the shop tells it. */
export function placeOrder(shop: Shop, order: SimulatedOrder): void {
  const at = shop.now();
  const made = addOrder(
    shop,
    order,
    at,
    order.lines.map((line) => newLine(shop, line)),
  );
  for (const line of made.lines) {
    const variant = variantOf(shop, line);
    if (variant?.tracked && line.locationId !== null)
      changeLevel(shop, variant.itemId, line.locationId, {
        available: -line.quantity,
        committed: line.quantity,
      });
    if (variant) touchProduct(shop, variant);
  }
  shop.emit("ORDERS_CREATE", () => orderPayload(shop, made));
}

/**
 * An order that was in the shop before it began: what of it is still to be sent is set aside, and nobody is told. One
 * that is there already stays as it is.
 */
export function knowOrder(shop: Shop, order: KnownOrder): void {
  if (shop.data.orderIdByName.has(order.number)) return;
  const places = new Map([...shop.data.locations.values()].map(({ id, name }) => [name, id]));
  const lines = order.lines.map((line) => ({
    ...newLine(shop, line),
    locationId: places.get(line.place) ?? null,
    shipped: line.shipped,
    cancelled: line.cancelled,
  }));
  const made = addOrder(shop, order, order.updatedAt.getTime(), lines);
  if (order.state === "cancelled") made.cancelledAt = made.updatedAt;
  for (const line of lines) {
    const variant = variantOf(shop, line);
    const level =
      variant && line.locationId !== null
        ? shop.data.levels.get(levelKey(variant.itemId, line.locationId))
        : undefined;
    if (level) level.units.committed += openUnits(line);
    if (line.shipped > 0)
      made.fulfillments.push({
        id: shop.nextId(),
        at: made.updatedAt,
        locationId: line.locationId,
        status: "SUCCESS",
        lines: [{ lineId: line.id, quantity: line.shipped }],
      });
  }
  const cancelled = lines.filter((line) => line.cancelled > 0);
  if (cancelled.length > 0)
    made.refunds.push({
      id: shop.nextId(),
      at: made.updatedAt,
      note: null,
      lines: cancelled.map((line) => ({
        id: shop.nextId(),
        lineId: line.id,
        quantity: line.cancelled,
        restockType: "CANCEL",
        locationId: line.locationId,
        subtotalMinor: line.unitPriceMinor * line.cancelled,
        taxMinor: 0,
      })),
    });
}

function addOrder(
  shop: Shop,
  order: Omit<SimulatedOrder, "customer" | "lines"> & { customer: string | null },
  updatedAt: number,
  lines: ShopLine[],
): ShopOrder {
  const placedAt = order.placedAt.getTime();
  const id = shop.options.orderIdsByName ? orderIdOf(order.number) : shop.nextId();
  const made: ShopOrder = {
    id,
    name: order.number,
    number: Number(/(\d+)\D*$/.exec(order.number)?.[1] ?? id % 100_000),
    createdAt: placedAt,
    processedAt: placedAt,
    updatedAt,
    cancelledAt: null,
    test: false,
    taxesIncluded: shop.options.taxesIncluded ?? false,
    currency: order.currency,
    customerId: order.customer === null ? null : customerNumber(shop, order.customer),
    country: order.country,
    retailLocationId: null,
    lines,
    discountMinor: order.discountMinor,
    taxMinor: order.taxMinor,
    shippingMinor: order.shippingMinor,
    refunds: [],
    fulfillments: [],
  };
  shop.data.orders.set(id, made);
  shop.data.orderIdByName.set(made.name, id);
  return made;
}

function customerNumber(shop: Shop, customer: string): number {
  const known = shop.data.customers.get(customer);
  if (known !== undefined) return known;
  const id = /^\d{1,15}$/.test(customer) ? Number(customer) : shop.nextId();
  shop.data.customers.set(customer, id);
  return id;
}

function newLine(shop: Shop, line: SimulatedOrder["lines"][number]): ShopLine {
  const variant = variantOfSku(shop, line.sku);
  return {
    id: shop.nextId(),
    variantId: variant?.id ?? null,
    sku: line.sku || null,
    title: line.title,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    locationId: variant ? placeFor(shop, variant, line.quantity) : null,
    shipped: 0,
    cancelled: 0,
    refunded: 0,
  };
}

/** The first place that has enough, else the first. */
function placeFor(shop: Shop, variant: ShopVariant, units: number): number | null {
  const open = [...shop.data.locations.values()].filter(({ active }) => active);
  const enough = open.find(
    ({ id }) => (shop.data.levels.get(levelKey(variant.itemId, id))?.units.available ?? 0) >= units,
  );
  return (enough ?? open[0])?.id ?? null;
}

const variantOf = (shop: Shop, line: ShopLine): ShopVariant | null =>
  (line.variantId === null ? null : shop.data.variants.get(line.variantId)) ?? null;

/** Selling something changes its product as well. */
export function touchProduct(shop: Shop, { productId }: ShopVariant): void {
  const product = shop.data.products.get(productId);
  if (!product) return;
  product.updatedAt = shop.now();
  shop.emit("PRODUCTS_UPDATE", () => productPayload(shop, product));
}

/** What happens to an order after it was placed. Throws RangeError for an order or a SKU that is not there. */
export function changeOrder(shop: Shop, number: string, change: OrderChange): void {
  const order = orderNamed(shop, number);
  const at = change.at.getTime();
  if (change.kind === "ship") ship(shop, order, at);
  else if (change.kind === "cancel") cancel(shop, order, at);
  else refund(shop, order, change, at);
  order.updatedAt = shop.now();
  if (change.kind === "cancel") shop.emit("ORDERS_CANCELLED", () => orderPayload(shop, order));
  const last = order.refunds.at(-1);
  if (change.kind !== "ship" && last) shop.emit("REFUNDS_CREATE", () => refundPayload(shop, order, last));
  shop.emit("ORDERS_UPDATED", () => orderPayload(shop, order));
}

const openUnits = (line: ShopLine): number => line.quantity - line.shipped - line.cancelled;

function ship(shop: Shop, order: ShopOrder, at: number): void {
  const open = order.lines.filter((line) => openUnits(line) > 0);
  for (const locationId of new Set(open.map((line) => line.locationId))) {
    const lines = open.filter((line) => line.locationId === locationId);
    order.fulfillments.push({
      id: shop.nextId(),
      at,
      locationId,
      status: "SUCCESS",
      lines: lines.map((line) => ({ lineId: line.id, quantity: openUnits(line) })),
    });
    for (const line of lines) {
      const units = openUnits(line);
      const variant = variantOf(shop, line);
      if (variant?.tracked && locationId !== null)
        changeLevel(shop, variant.itemId, locationId, { committed: -units });
      line.shipped += units;
    }
  }
}

function cancel(shop: Shop, order: ShopOrder, at: number): void {
  order.cancelledAt = at;
  const lines = order.lines
    .filter((line) => openUnits(line) > 0)
    .map((line) => refundLine(shop, order, line, openUnits(line), "CANCEL"));
  if (lines.length > 0) order.refunds.push({ id: shop.nextId(), at, note: null, lines });
}

function refund(
  shop: Shop,
  order: ShopOrder,
  { sku, quantity, restock }: Extract<OrderChange, { kind: "refund" }>,
  at: number,
): void {
  const line = order.lines.find((one) => (one.sku ?? "") === sku);
  if (!line) throw new RangeError(`no ${sku} in ${order.name}`);
  const back = Math.min(quantity, line.shipped);
  const lines: ShopRefundLine[] = [];
  if (!restock) lines.push(refundLine(shop, order, line, quantity, "NO_RESTOCK"));
  else {
    if (back > 0) lines.push(refundLine(shop, order, line, back, "RETURN"));
    const never = Math.min(quantity - back, openUnits(line));
    if (never > 0) lines.push(refundLine(shop, order, line, never, "CANCEL"));
  }
  order.refunds.push({ id: shop.nextId(), at, note: null, lines });
}

/** Books one line of a refund: cancelled and returned units are for sale again, others only cost the money. */
function refundLine(
  shop: Shop,
  _order: ShopOrder,
  line: ShopLine,
  quantity: number,
  restockType: ShopRefundLine["restockType"],
): ShopRefundLine {
  const variant = variantOf(shop, line);
  const tracked = variant?.tracked && line.locationId !== null;
  if (restockType === "CANCEL") {
    line.cancelled += quantity;
    if (tracked && variant && line.locationId !== null)
      changeLevel(shop, variant.itemId, line.locationId, { committed: -quantity, available: quantity });
  } else {
    line.refunded += quantity;
    if (restockType === "RETURN" && tracked && variant && line.locationId !== null)
      changeLevel(shop, variant.itemId, line.locationId, { available: quantity });
  }
  return {
    id: shop.nextId(),
    lineId: line.id,
    quantity,
    restockType,
    locationId: restockType === "NO_RESTOCK" ? null : line.locationId,
    subtotalMinor: line.unitPriceMinor * quantity,
    taxMinor: 0,
  };
}

/** Sets what can be sold at one place. Throws RangeError for a SKU or place that is not there. */
export function setStock(shop: Shop, sku: string, place: string, units: number): void {
  const { variant, locationId } = shelf(shop, sku, place);
  const now = shop.data.levels.get(levelKey(variant.itemId, locationId))?.units.available ?? 0;
  changeLevel(shop, variant.itemId, locationId, { available: units - now });
  touchProduct(shop, variant);
}

export function stockOf(shop: Shop, sku: string, place: string): number | null {
  const variant = variantOfSku(shop, sku);
  const location = [...shop.data.locations.values()].find(({ name }) => name === place);
  if (!variant || !location) return null;
  return shop.data.levels.get(levelKey(variant.itemId, location.id))?.units.available ?? null;
}

export function shelf(shop: Shop, sku: string, place: string): { variant: ShopVariant; locationId: number } {
  const variant = variantOfSku(shop, sku);
  const location = [...shop.data.locations.values()].find(({ name }) => name === place);
  if (!variant || !location) throw new RangeError(`no ${sku} at ${place}`);
  return { variant, locationId: location.id };
}

/** Changes price or state of the product that has a SKU. Throws RangeError for one that is not there. */
export function changeProduct(
  shop: Shop,
  sku: string,
  priceMinor: number | undefined,
  status: "ACTIVE" | "DRAFT" | "ARCHIVED" | "UNLISTED" | undefined,
): void {
  const variant = variantOfSku(shop, sku);
  const product = variant && shop.data.products.get(variant.productId);
  if (!variant || !product) throw new RangeError(`no ${sku}`);
  if (priceMinor !== undefined) Object.assign(variant, { priceMinor, updatedAt: shop.now() });
  if (status !== undefined) product.status = status;
  touchProduct(shop, variant);
}

/** Deletes an order for good. Throws RangeError for one that is not there. */
export function removeOrder(shop: Shop, name: string): void {
  const { id } = orderNamed(shop, name);
  shop.data.orders.delete(id);
  shop.data.orderIdByName.delete(name);
  shop.emit("ORDERS_DELETE", () => ({ id }));
}

/** Deletes the product that has a SKU, with all its variants. Throws RangeError for one that is not there. */
export function removeProduct(shop: Shop, sku: string): void {
  const variant = variantOfSku(shop, sku);
  if (!variant) throw new RangeError(`no ${sku}`);
  const { productId } = variant;
  for (const one of [...shop.data.variants.values()].filter((other) => other.productId === productId)) {
    shop.data.variants.delete(one.id);
    shop.data.variantIdByItem.delete(one.itemId);
    if (one.sku) shop.data.variantIdBySku.delete(one.sku);
  }
  shop.data.products.delete(productId);
  shop.emit("PRODUCTS_DELETE", () => ({ id: productId }));
}
