import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { OutboundMessage } from "@/lib/core/outbound";
import { ROWS } from "../documents";
import { shopifyConnector } from "../provider";
import { readAll } from "./session";
import { openShop, orderOf } from "./shop";

const request = z.object({
  query: z.string(),
  operationName: z.string(),
  variables: z.record(z.string(), z.unknown()),
});

/** Drives all that the connector can do against a simulated shop and returns what it sent: real documents, real variables. */
export async function everyRequest(): Promise<z.output<typeof request>[]> {
  const variants = Array.from({ length: 12 }, (_, n) => ({
    sku: `V-${n}`,
    title: `Kind ${n}`,
    priceMinor: 100 + n,
  }));
  const products = Array.from({ length: ROWS.products + 1 }, (_, n) => ({
    title: `Product ${n}`,
    variants: n === 0 ? variants : [{ sku: `P-${n}`, priceMinor: 500 }],
  }));
  const { shop, session } = await openShop({
    pointsMax: 1_000_000,
    restorePerSecond: 100_000,
    bulkSeconds: 0.05,
    products,
  });
  const connected = session();
  const since = "2026-01-01T00:00:00Z";
  const until = "2100-01-01T00:00:00Z";
  try {
    await shopifyConnector.check(connected);
    const lines = Array.from({ length: 15 }, () => ({
      sku: "P-1",
      title: "P-1",
      quantity: 2,
      unitPriceMinor: 500,
    }));
    shop.placeOrder({ ...orderOf("#1"), lines });
    shop.changeOrder("#1", { kind: "ship", at: new Date() });
    for (let n = 0; n < 6; n++)
      shop.changeOrder("#1", { kind: "refund", at: new Date(), sku: "P-1", quantity: 1, restock: true });
    shop.placeOrder({ ...orderOf("#2"), lines });
    shop.changeOrder("#2", { kind: "cancel", at: new Date() });
    for (const stream of ["locations", "products", "listings", "stock", "orders"] as const) {
      await readAll(connected, { stream, scope: { kind: "incremental", since, until } });
      await readAll(connected, { stream, scope: { kind: "incremental", since: null, until } });
    }
    const found = await readAll(connected, {
      stream: "products",
      scope: { kind: "incremental", since: null, until },
    });
    const orders = await readAll(connected, {
      stream: "orders",
      scope: { kind: "backfill", from: since, until },
    });
    await shopifyConnector.read(connected, {
      stream: "orders",
      position: null,
      scope: { kind: "backfill", from: since, until },
    });
    await readAll(connected, { stream: "orders", scope: { kind: "ids", ids: orders.map(({ id }) => id) } });
    const productIds = found.flatMap(({ raw }) => {
      const parsed = z
        .object({ product: z.object({ id: z.string() }), inventoryItem: z.object({ id: z.string() }) })
        .safeParse(raw);
      return parsed.success ? [parsed.data] : [];
    });
    const [first] = productIds;
    await readAll(connected, { stream: "products", scope: { kind: "ids", ids: [first?.product.id ?? ""] } });
    await readAll(connected, {
      stream: "listings",
      scope: { kind: "ids", ids: [first?.inventoryItem.id ?? ""] },
    });
    const levels = await readAll(connected, {
      stream: "stock",
      scope: { kind: "incremental", since: null, until },
    });
    await readAll(connected, {
      stream: "stock",
      scope: { kind: "ids", ids: levels.slice(0, 3).map(({ id }) => id) },
    });
    await shopifyConnector.webhooks?.subscribe?.(connected, "https://plimsoll.example/hook");
    await shopifyConnector.webhooks?.unsubscribe?.(connected, "https://plimsoll.example/hook");
    await actions(connected, found.find(({ kind }) => kind === "listings")?.fields.listingId);
    await sleep(60);
  } finally {
    await shop.stop();
  }
  return connected.sent.flatMap(({ body }) => {
    const parsed = request.safeParse(body?.startsWith("{") ? JSON.parse(body) : null);
    return parsed.success ? [parsed.data] : [];
  });
}

async function actions(
  session: Parameters<typeof shopifyConnector.read>[0],
  listingId: unknown,
): Promise<void> {
  const send = (id: string, type: OutboundMessage["type"], data: Record<string, unknown>) =>
    shopifyConnector.send?.(session, { id, type, data: { actionId: id, ...data } });
  await send("q1", "quantity.set", { sku: "P-1", place: "NYC", units: 9, expectedUnits: null });
  await send("q2", "quantity.set", { sku: "V-0", externalId: listingId, units: 4 });
  const lines = [{ lineNo: 1, sku: "P-1", quantity: 3 }];
  const ends = { origin: "NYC", destination: "SHOP", lines };
  await send("t1", "transfer.requested", { number: "T-1", ...ends });
  await send("s1", "transfer.shipped", { transfer: "t1" });
  await send("a1", "transfer.arrived", { transfer: "t1" });
  await send("t2", "transfer.requested", { number: "T-2", ...ends });
  await send("c2", "transfer.cancelled", { cancels: "t2" });
  await shopifyConnector.readBack?.(session, { subject: "transfer", actionId: "t1" });
}
