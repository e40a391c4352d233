import type { KnownOrder, OrderChange, SimulatedOrder } from "../contract";
import { availabilityChange, orderChange, type Sender } from "./notifications";
import { offerOf, shelfOf } from "./shelves";
import { type AmazonState, type Offer, type ShopLine, type ShopOrder, vendorNow } from "./state";

/** What happens in the shop itself: orders, their fates, stock. */
export function shopOf(state: AmazonState, sender: Sender) {
  const touch = (sku: string) => {
    const shelf = shelfOf(state, sku);
    // Two changes never share a moment, or nobody could tell which was later.
    shelf.changedAt = Math.max(shelf.changedAt + 1, vendorNow(state));
    sender.send(availabilityChange(state, sku, shelf));
  };

  /** Moves units between what can be sold and what is held for orders; negative gives them back. */
  const hold = (order: ShopOrder, line: ShopLine, units: number) => {
    if (!order.byAmazon) {
      const offer = offerOf(state, line.sku, false, line.title);
      offer.quantity = Math.max(0, (offer.quantity ?? 0) - units);
      offer.changedAt = vendorNow(state);
      return;
    }
    const shelf = shelfOf(state, line.sku);
    shelf.fulfillable = Math.max(0, shelf.fulfillable - units);
    shelf.reserved = Math.max(0, shelf.reserved + units);
    touch(line.sku);
  };

  const leave = (order: ShopOrder, line: ShopLine, units: number) => {
    line.shipped += units;
    if (!order.byAmazon) return;
    const shelf = shelfOf(state, line.sku);
    shelf.reserved = Math.max(0, shelf.reserved - units);
    touch(line.sku);
  };

  const changes: {
    [K in OrderChange["kind"]]: (order: ShopOrder, change: Extract<OrderChange, { kind: K }>) => void;
  } = {
    cancel(order) {
      if (order.state === "cancelled") return;
      for (const line of order.lines) {
        const open = line.quantity - line.shipped - line.cancelled;
        line.cancelled += open;
        hold(order, line, -open);
      }
      order.state = "cancelled";
    },
    ship(order) {
      if (order.state !== "open") return;
      for (const line of order.lines) leave(order, line, line.quantity - line.shipped - line.cancelled);
      order.state = "shipped";
    },
    refund(order, { sku, quantity, restock }) {
      if (!restock) return;
      if (!order.byAmazon) {
        const offer = offerOf(state, sku, false);
        offer.quantity = (offer.quantity ?? 0) + quantity;
        offer.changedAt = vendorNow(state);
        return;
      }
      shelfOf(state, sku).fulfillable += quantity;
      touch(sku);
    },
  };

  return {
    placeOrder(order: SimulatedOrder, more: { byAmazon?: boolean; replaces?: string } = {}): void {
      const byAmazon = more.byAmazon ?? state.options.fulfilledBy === "amazon";
      const lines = order.lines.map((line) => ({
        ...line,
        itemId: String(50_000_000_000_000 + ++state.made),
        shipped: 0,
        cancelled: 0,
      }));
      const placed: ShopOrder = {
        ...order,
        lines,
        byAmazon,
        state: "open",
        changedAt: vendorNow(state),
        replaces: more.replaces ?? null,
      };
      state.orders.set(order.number, placed);
      for (const line of lines) {
        const offer = offerOf(state, line.sku, byAmazon, line.title);
        offer.priceMinor ??= line.unitPriceMinor;
        hold(placed, line, line.quantity);
      }
      sender.send(orderChange(state, placed));
    },
    /** Puts an order that the seller ships into the past; one that is there already stays as it is. */
    knowOrder(order: KnownOrder): void {
      if (state.orders.has(order.number)) return;
      const { updatedAt, customer, lines, ...rest } = order;
      state.orders.set(order.number, {
        ...rest,
        customer: customer ?? "",
        lines: lines.map((line) => ({ ...line, itemId: String(50_000_000_000_000 + ++state.made) })),
        byAmazon: false,
        changedAt: updatedAt.getTime(),
        replaces: null,
      });
    },
    /** Puts an offer that the seller ships into the past. */
    knowOffer(offer: Omit<Offer, "byAmazon">): void {
      state.offers.set(offer.sku, { ...offer, byAmazon: false });
    },
    knows: (number: string): boolean => state.orders.has(number),
    changeOrder(number: string, change: OrderChange): void {
      const order = state.orders.get(number);
      if (!order) throw new RangeError(`no order ${number}`);
      if (change.kind === "cancel") changes.cancel(order, change);
      else if (change.kind === "ship") changes.ship(order, change);
      else changes.refund(order, change);
      order.changedAt = Math.max(order.changedAt + 1, vendorNow(state));
      sender.send(orderChange(state, order));
    },
    setStock(sku: string, place: string, units: number): void {
      if (place === state.options.fbaPlace) {
        offerOf(state, sku, true);
        shelfOf(state, sku).fulfillable = units;
        touch(sku);
        return;
      }
      const offer = offerOf(state, sku, false);
      Object.assign(offer, { quantity: units, byAmazon: false, changedAt: vendorNow(state) });
    },
    stockOf(sku: string, place: string): number | null {
      if (place === state.options.fbaPlace) return state.shelves.get(sku)?.fulfillable ?? null;
      return state.offers.get(sku)?.quantity ?? null;
    },
    /** Goods of a plan leave for Amazon. Throws RangeError for a plan that is not there. */
    shipPlan(planId: string): void {
      const plan = state.plans.get(planId);
      if (!plan) throw new RangeError(`no plan ${planId}`);
      plan.status = "SHIPPED";
      plan.changedAt = vendorNow(state);
      for (const shipment of plan.shipments) shipment.status = "SHIPPED";
      for (const { msku, quantity } of plan.items) {
        const shelf = shelfOf(state, msku);
        shelf.working -= quantity;
        shelf.shipped += quantity;
      }
    },
    /**
     * Goods of a plan are counted in at Amazon and can be sold: all that were sent, or so many of each line while the rest
     * is still to be counted. Throws RangeError for a plan that is not there.
     */
    receivePlan(planId: string, unitsSoFar?: number): void {
      const plan = state.plans.get(planId);
      if (!plan) throw new RangeError(`no plan ${planId}`);
      for (const shipment of plan.shipments)
        shipment.status = unitsSoFar === undefined ? "CLOSED" : "RECEIVING";
      for (const { msku, quantity } of plan.items) {
        const shelf = shelfOf(state, msku);
        const units = Math.min(unitsSoFar ?? quantity, quantity, shelf.shipped);
        shelf.shipped -= units;
        shelf.fulfillable += units;
        touch(msku);
      }
    },
  };
}
