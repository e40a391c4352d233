import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseExact } from "../exact-json";
import { orderRecords } from "./map-order";
import { hasVariations, isSold, sellableRecords } from "./map-product";
import { order, product, webhook } from "./wire-types";

const folder = join(process.env.PLIMSOLL_CONTRACTS ?? "../shared/contracts", "woocommerce");
const skipped = !existsSync(folder);
if (skipped)
  console.warn(`Skipped: the shop's recorded bodies are not at ${folder}; set PLIMSOLL_CONTRACTS.`);

/** Every thing of a kind in the recorded bodies, be it alone, in a list or in a batch. */
function recorded(kind: "orders" | "products" | "webhooks"): unknown[] {
  if (skipped) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${kind}_`))
    .flatMap((name) => thingsIn(parseExact(readFileSync(join(folder, name), "utf8"))));
}

function thingsIn(content: unknown): unknown[] {
  if (Array.isArray(content)) return content;
  if (typeof content !== "object" || content === null) return [];
  if ("id" in content) return [content];
  return Object.values(content).flatMap(thingsIn);
}

test.skipIf(skipped)("every recorded order becomes an order whose amounts add up", () => {
  const bodies = recorded("orders");
  expect(bodies.length).toBeGreaterThan(6);
  for (const body of bodies) {
    const one = order.parse(body);
    const [record] = orderRecords(one, [], { channel: "woo" }, body);
    const fields = record?.fields as {
      orderNumber: string;
      placedAt: string;
      total: string;
      tax: string;
      shipping: string;
      discount: string;
      lines: { sku: string; quantity: string; unitPrice: string }[];
    };
    expect(fields).toMatchObject({ orderNumber: one.number, currency: one.currency, channel: "woo" });
    expect(fields.placedAt).toBe(`${one.date_created_gmt}.000Z`);
    const lines = fields.lines.reduce((sum, line) => sum + Number(line.quantity) * Number(line.unitPrice), 0);
    const total = lines - Number(fields.discount) + Number(fields.tax) + Number(fields.shipping);
    expect(total).toBeCloseTo(Number(fields.total), 6);
    for (const line of fields.lines) expect(line.sku).not.toBe("");
  }
  const states = bodies.map((body) => orderRecords(order.parse(body), [], {}, body)[0]?.fields.state);
  expect(new Set(states)).toEqual(new Set(["open", "completed"]));
});

test.skipIf(skipped)("every recorded product is read, and none that is not counted has a number", () => {
  const bodies = recorded("products");
  expect(bodies.length).toBeGreaterThan(6);
  for (const body of bodies) {
    const one = product.parse(body);
    expect(isSold(one) || hasVariations(one) || one.type === "variable").toBe(true);
    if (!isSold(one)) continue;
    const context = {
      settings: { channel: "woo", stockLocation: "W1" },
      currency: "USD",
      readAt: "2026-01-01T00:00:00Z",
    };
    const records = sellableRecords({ product: one, parent: null, raw: body }, { ...context, skus: true });
    expect(records.map(({ kind }) => kind)).toEqual(["skus", "listings"]);
    expect(one).toMatchObject({ manage_stock: false, stock_quantity: null });
    expect(records[1]?.fields).not.toHaveProperty("publishedUnits");
  }
});

test.skipIf(skipped)("every recorded webhook is read", () => {
  const hooks = recorded("webhooks").map((body) => webhook.parse(body));
  expect(hooks.length).toBeGreaterThan(6);
  for (const hook of hooks) {
    expect(hook.topic).toMatch(/^\w+\.\w+$/);
    expect(["active", "paused", "disabled"]).toContain(hook.status);
  }
});
