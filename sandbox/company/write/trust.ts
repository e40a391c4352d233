import { createHash } from "node:crypto";
import type { Tx } from "@/db/client";
import { channels } from "../channels";
import { type CopyValue, copyRows } from "../copy";
import { channelConnection, type OrderCheck } from "../mistakes";
import { randomStream } from "../random";
import type { SimulatedCompany } from "../simulate";
import { DAY_MS, HOUR_MS, type Order } from "../types";

const COMPARED_DAYS = 3;
const steps = [300, 3_600, 86_400];

const currencyOf = (order: { channel: number }): string => channels[order.channel]?.currency ?? "USD";
const goodsOf = (order: Order): number =>
  order.lines.reduce((sum, line) => sum + line.quantity * line.priceMinor, 0);
const hexOf = (text: string): string => createHash("sha256").update(text).digest("hex");

interface Side {
  orders: number;
  units: number;
  minor: number;
}

/** Units and goods of a checked order as the source has them, and as they were here before anybody set them right. */
function sidesOf(check: OrderCheck): { source: Side; ours: Side } {
  const none = { orders: 0, units: 0, minor: 0 };
  if (!check.order) return { source: { orders: 1, units: 1, minor: 0 }, ours: none };
  const { order } = check;
  const all = {
    orders: 1,
    units: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    minor: goodsOf(order),
  };
  const misread = check.differences.find(({ field }) => field === "quantity");
  const line = order.lines[0];
  if (!misread || !line) return { source: all, ours: all };
  const more = Number(misread.ours) - Number(misread.theirs);
  // What was set right since stands with the source's quantity already.
  const set = line.quantity === Number(misread.theirs);
  const source = set ? all : { ...all, units: all.units - more, minor: all.minor - more * line.priceMinor };
  const ours = set ? { ...all, units: all.units + more, minor: all.minor + more * line.priceMinor } : all;
  return { source, ours };
}

/** Every hour of the last days held against its source at the three times, out of what was found wrong with its orders. */
export async function writeComparedHours(
  tx: Tx,
  company: SimulatedCompany,
  checks: readonly OrderCheck[],
): Promise<void> {
  const random = randomStream(company.seed, "compared hours");
  const now = company.now.getTime();
  const byHour = new Map<string, OrderCheck[]>();
  for (const check of checks) {
    const hour = Math.floor(check.placedAt / HOUR_MS) * HOUR_MS;
    if (now - hour > COMPARED_DAYS * DAY_MS) continue;
    const key = `${check.channel}|${hour}`;
    byHour.set(key, [...(byHour.get(key) ?? []), check]);
  }
  const rows: CopyValue[][] = [];
  for (const [key, orders] of byHour) {
    const [channel = 0, hour = 0] = key.split("|").map(Number);
    const connection = channelConnection(channel);
    for (const after of steps) {
      const at = hour + HOUR_MS + after * 1_000 + random.int(5, 60) * 1_000;
      // The orders of the newest hour are compared later.
      if (hour + 2 * HOUR_MS > now || at > now) continue;
      if (channels[channel]?.code === "lazada-sg" && random.chance(0.06)) {
        rows.push([
          connection,
          new Date(hour),
          after,
          "failed",
          2,
          5,
          "unavailable",
          null,
          ...Array(8).fill(null),
          { json: [] },
          0,
          0,
          null,
        ]);
        continue;
      }
      const wrong = orders.filter(
        ({ result, resolvedAt }) =>
          result !== "equal" && (after === 300 || resolvedAt === null || resolvedAt > at),
      );
      const remaining = wrong.filter(({ resolvedAt }) => resolvedAt === null || resolvedAt > at);
      const sum = (side: "source" | "ours"): Side =>
        orders.reduce(
          (all, check) => {
            const of = sidesOf(check)[remaining.includes(check) ? side : "source"];
            return {
              orders: all.orders + of.orders,
              units: all.units + of.units,
              minor: all.minor + of.minor,
            };
          },
          { orders: 0, units: 0, minor: 0 },
        );
      const [source, ours] = [sum("source"), sum("ours")];
      const hash = (name: string) =>
        Buffer.from(hexOf(`${key}/${after}/${remaining.length > 0 ? name : "same"}`), "hex");
      const amounts = (side: Side) => ({ json: { [channels[channel]?.currency ?? "USD"]: side.minor } });
      rows.push([
        ...[connection, new Date(hour), after, "done", wrong.length > 0 ? 2 : 1, 0, null, new Date(at)],
        ...[source.orders, source.units, amounts(source), hash("source")],
        ...[ours.orders, ours.units, amounts(ours), hash("ours")],
        {
          json: wrong.map(({ externalId, result, differences }) => ({
            orderNumber: externalId,
            result,
            differences,
          })),
        },
        ...[wrong.length, wrong.filter(({ result }) => result !== "duplicate").length, remaining.length],
      ]);
    }
  }
  await copyRows(
    tx,
    "reconciliation",
    [
      ...[
        "connection_id",
        "hour",
        "after_seconds",
        "state",
        "round",
        "failures",
        "error_code",
        "compared_at",
      ],
      ...["source_orders", "source_units", "source_amounts", "source_hash"],
      ...["our_orders", "our_units", "our_amounts", "our_hash"],
      ...["found", "found_count", "asked_again_count", "remaining_count"],
    ],
    rows,
  );
}

interface Held {
  order: Order;
  kind: string;
  at: number;
  detail: unknown;
  /** What the source says the order comes to; undefined: as it was written. */
  totalMinor?: number | null;
}

/** A few orders that do not add up: a 2 read as 20, paid otherwise than summed, other lines, far more than ever before. */
export async function writeHeldOrders(
  tx: Tx,
  company: SimulatedCompany,
  checks: readonly OrderCheck[],
): Promise<void> {
  const now = company.now.getTime();
  const misread = checks
    .flatMap((check) => {
      const found = check.differences.find(({ field }) => field === "quantity");
      return found && check.order && check.resolvedAt === null
        ? [{ order: check.order, at: check.checkedAt, theirs: Number(found.theirs) }]
        : [];
    })
    .sort((a, b) => b.at - a.at);
  const sumOf = (order: Order): number =>
    goodsOf(order) - order.discountMinor + (goodsOf(order) < 5_000 && order.id % 3 === 0 ? 495 : 0);
  const sums = misread.slice(0, 4).flatMap(({ order, at, theirs }): Held[] => {
    const line = order.lines[0];
    if (!line) return [];
    const sumMinor = sumOf(order);
    const totalMinor = sumMinor - (line.quantity - theirs) * line.priceMinor;
    const likely = { lineNo: 1, quantity: line.quantity, likelyQuantity: theirs };
    const detail = { currency: currencyOf(order), totalMinor, sumMinor, likely };
    return [{ order, kind: "sums_differ", at, detail, totalMinor }];
  });
  const unusual = misread.slice(4, 5).map(
    ({ order, at }): Held => ({
      order,
      kind: "quantity_unusual",
      at,
      detail: { lineNo: 1, quantity: order.lines[0]?.quantity ?? 0, most: 2, lines: 118 },
      totalMinor: null,
    }),
  );
  const recent = company.orders.filter(
    (order) =>
      order.syncError === null &&
      order.state === "open" &&
      now - order.placedAt > 2 * HOUR_MS &&
      order.lines.length < 4,
  );
  const paidOrder = recent.findLast((order) => order.lines[0]?.quantity === 2);
  const otherLines = recent.findLast((order) => order !== paidOrder);
  const paid = [paidOrder].flatMap((order): Held[] => {
    const line = order?.lines[0];
    if (!order || !line) return [];
    const sumMinor = sumOf(order);
    const totalMinor = sumMinor + 18 * line.priceMinor;
    const likely = { lineNo: 1, quantity: 2, likelyQuantity: 20 };
    const detail = { currency: currencyOf(order), totalMinor, sumMinor, likely };
    return [{ order, kind: "captured_differs", at: order.placedAt + HOUR_MS, detail }];
  });
  const hashes = [otherLines].flatMap((order): Held[] =>
    order
      ? [
          {
            order,
            kind: "lines_differ",
            at: order.placedAt + HOUR_MS,
            detail: { ours: hexOf(`${order.externalId} here`), theirs: hexOf(`${order.externalId} there`) },
          },
        ]
      : [],
  );
  for (const { order, kind, at, detail, totalMinor } of [...sums, ...unusual, ...paid, ...hashes]) {
    await tx`
      insert into order_flag (connection_id, order_id, placed_at, external_id, channel_id, kind, detail, raised_at)
      values (${channelConnection(order.channel)}, ${order.id}, ${new Date(order.placedAt)}, ${order.externalId}, ${order.channel + 1}, ${kind},
        ${tx.json(detail as never)}, ${new Date(at)})`;
    await tx`
      update sales_order set sync_error = ${kind}, total_minor = case when ${totalMinor === undefined} then total_minor else ${totalMinor ?? null}::bigint end
      where id = ${order.id} and placed_at = ${new Date(order.placedAt)}`;
  }
}
