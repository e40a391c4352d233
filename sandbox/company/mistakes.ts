import { isLive } from "@/lib/ingest/sync/vendors";
import { channels } from "./channels";
import { connectionId, connections } from "./connections";
import { locations } from "./places";
import { randomStream } from "./random";
import { customerRef } from "./sales";
import type { SimulatedCompany } from "./simulate";
import { DAY_MS, HOUR_MS, type Order } from "./types";

/** Orders are compared with their source from this many days ago on. */
const CHECKED_DAYS = 60;

/** Orders of live channels are right for this many days by now. */
const LIVE_RIGHT_DAYS = 8;

const isPlayedLive = (channel: number): boolean =>
  isLive(connections[channelConnection(channel) - 1]?.vendor ?? "");

export interface Difference {
  field: string;
  lineNo: number | null;
  ours: string | number | null;
  theirs: string | number | null;
}

/** One comparison of an order with its source. `order` is null for one that never reached us. */
export interface OrderCheck {
  order: Order | null;
  channel: number;
  externalId: string;
  placedAt: number;
  checkedAt: number;
  result: "equal" | "different" | "missing" | "duplicate";
  differences: Difference[];
  /** The source's version of the order, of all that are not equal. */
  sourceRecord: unknown;
  resolvedAt: number | null;
  resolution: string | null;
}

/** Why orders are stuck; orders.problems.stuck in the messages names each. */
const syncErrors = [
  "payment_held",
  "address_incomplete",
  "unknown_product",
  "warehouse_failing",
  "changed_while_picked",
];

/** The order as its source would send it to /api/v1/records/orders. */
export function sourceRecordOf(order: Order): Record<string, unknown> & { lines: Record<string, unknown>[] } {
  return {
    orderNumber: order.externalId,
    placedAt: new Date(order.placedAt).toISOString(),
    channel: channels[order.channel]?.code,
    location: locations[order.lines[0]?.location ?? 0]?.code,
    currency: channels[order.channel]?.currency,
    customer: order.customer,
    country: channels[order.channel]?.country,
    state: order.state,
    lines: order.lines.map((line, at) => ({
      lineNo: at + 1,
      sku: line.sku.code,
      quantity: line.quantity,
      unitPrice: (line.priceMinor / 100).toFixed(2),
      cancelledQuantity: line.cancelled,
      shippedQuantity: line.shipped,
    })),
  };
}

/**
 * Lets some orders go wrong on their way, as about one in seventy does: a 2 read as 20, another customer, a state that is
 * behind, one that never came or came twice. Changes the orders, and returns what a comparison with the source found.
 */
export function makeMistakes(company: SimulatedCompany): OrderCheck[] {
  const random = randomStream(company.seed, "mistakes");
  const now = company.now.getTime();
  for (const order of company.orders) {
    const age = now - order.placedAt;
    if (
      order.state === "open" &&
      (age > 1.6 * DAY_MS ? random.chance(0.7) : age > 3 * HOUR_MS && random.chance(0.045))
    )
      order.syncError = random.pick(syncErrors);
  }
  return company.orders
    .filter((order) => now - order.placedAt < CHECKED_DAYS * DAY_MS && now - order.placedAt > HOUR_MS)
    .map((order) => {
      const placedAt = order.placedAt;
      const drawn = random.next();
      // What is live asks again for what differs, so that nothing of the last days does.
      const draw = now - placedAt < LIVE_RIGHT_DAYS * DAY_MS && isPlayedLive(order.channel) ? 1 : drawn;
      const fixed = draw < 0.016 && (now - placedAt > 4 * DAY_MS ? random.chance(0.93) : random.chance(0.25));
      const check: OrderCheck = {
        order,
        channel: order.channel,
        externalId: order.externalId,
        placedAt,
        checkedAt: placedAt + HOUR_MS,
        result: "equal",
        differences: [],
        sourceRecord: null,
        resolvedAt: fixed ? Math.min(now, placedAt + random.int(2, 60) * HOUR_MS) : null,
        resolution: fixed ? "source" : null,
      };
      if (draw < 0.0022) {
        const externalId = `${order.externalId.slice(0, -1)}${(Number.parseInt(order.externalId.slice(-1), 36) + 5) % 10}X`;
        return {
          ...check,
          order: null,
          externalId,
          result: "missing",
          sourceRecord: { ...sourceRecordOf(order), orderNumber: externalId },
        };
      }
      if (draw < 0.003) return { ...check, result: "duplicate", sourceRecord: sourceRecordOf(order) };
      if (draw < 0.016)
        Object.assign(check, {
          result: "different",
          sourceRecord: sourceRecordOf(order),
          differences: spoil(order, random.next(), fixed),
        });
      return check;
    });
}

/** Makes our copy of an order differ from its source, unless it was put right since; says how. */
function spoil(order: Order, draw: number, fixed: boolean): Difference[] {
  const line = order.lines[0];
  if (line && line.cancelled === 0 && draw < 0.3) {
    const theirs = line.quantity;
    if (!fixed && line.shipped > 0) line.quantity = theirs * 10;
    if (fixed || line.shipped > 0) return [{ field: "quantity", lineNo: 1, ours: theirs * 10, theirs }];
  }
  if (draw < 0.6) {
    const theirs = order.customer;
    const ours = customerRef(channels[order.channel]?.code ?? "", 10_000 + ((order.id * 31) % 45_000));
    if (!fixed) order.customer = ours;
    return [{ field: "customer", lineNo: null, ours: fixed ? null : ours, theirs }];
  }
  if (draw < 0.85)
    return [
      {
        field: "status",
        lineNo: null,
        ours: order.state === "completed" ? "shipped" : order.state === "open" ? "cancelled" : "open",
        theirs: order.state,
      },
    ];
  return [{ field: "country", lineNo: null, ours: null, theirs: channels[order.channel]?.country ?? null }];
}

/** The connection of a channel. */
export const channelConnection = (channel: number): number =>
  connectionId(channels[channel]?.connectionKey ?? "");
