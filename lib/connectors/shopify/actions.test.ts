import { afterEach, beforeEach, expect, test } from "vitest";
import type { OutboundMessage } from "@/lib/core/outbound";
import { shopifyConnector } from "./provider";
import { openShop, orderOf } from "./testing/shop";

let opened: Awaited<ReturnType<typeof openShop>>;
let session: ReturnType<typeof opened.session>;
beforeEach(async () => {
  opened = await openShop({ pointsMax: 100_000, restorePerSecond: 10_000 });
  session = opened.session();
  opened.shop.setStock("MUG", "NYC", 10);
  opened.shop.setStock("MUG", "SHOP", 4);
});
afterEach(() => opened.shop.stop());

const { send, readBack } = shopifyConnector;
if (!send || !readBack) throw new TypeError("Shopify carries out actions");
const act = (id: string, type: OutboundMessage["type"], data: Record<string, unknown>) =>
  send(session, { id, type, data: { actionId: id, ...data } });
const setMug = (id: string, more: Record<string, unknown>) =>
  act(id, "quantity.set", { sku: "MUG", ...more });
const mugAt = (place: string) => opened.shop.stockOf("MUG", place);
const setRequests = () => opened.shop.counts().inventorySetQuantities?.requests ?? 0;

test("sets a quantity and reads it back", async () => {
  expect(await setMug("a1", { place: "NYC", units: 7, expectedUnits: 10 })).toMatchObject({
    outcome: "accepted",
  });
  expect(mugAt("NYC")).toBe(7);
  expect(
    await readBack(session, { subject: "quantity", sku: "MUG", externalId: null, place: "NYC" }),
  ).toMatchObject({
    outcome: "seen",
    reading: { units: 7, sku: "MUG", place: "NYC" },
  });
});

test("a quantity that is no longer what was thought is left alone, and the present one is in the answer", async () => {
  opened.shop.placeOrder(orderOf("#1", "MUG", 2));
  expect(await setMug("a1", { place: "NYC", units: 20, expectedUnits: 10 })).toMatchObject({
    outcome: "refused",
    reason: "state_changed",
    current: { subject: "quantity", units: 8, place: "NYC" },
  });
  expect(mugAt("NYC")).toBe(8);
});

test("sent again under the same id it has no second effect", async () => {
  await setMug("a1", { place: "NYC", units: 7, expectedUnits: 10 });
  opened.shop.placeOrder(orderOf("#1", "MUG", 2));
  expect(await setMug("a1", { place: "NYC", units: 7, expectedUnits: 10 })).toMatchObject({
    outcome: "accepted",
  });
  expect(mugAt("NYC")).toBe(5);
});

test("an answer that was cut off is sent again and done once", async () => {
  await shopifyConnector.check(session);
  let cut = false;
  const { fetch } = session;
  session.fetch = (request) => {
    if (!cut && request.body?.includes("inventorySetQuantities")) {
      cut = true;
      opened.shop.faults.cutNext = 1;
    }
    return fetch(request);
  };
  expect(await setMug("a1", { place: "NYC", units: 7, expectedUnits: 10 })).toMatchObject({
    outcome: "retry",
  });
  expect(mugAt("NYC")).toBe(7);
  expect(await setMug("a1", { place: "NYC", units: 7, expectedUnits: 10 })).toMatchObject({
    outcome: "accepted",
  });
  expect([mugAt("NYC"), setRequests()]).toEqual([7, 2]);
});

test("success that changed nothing is not seen when it is read back", async () => {
  opened.shop.faults.lie = true;
  expect(await setMug("a1", { place: "NYC", units: 7, expectedUnits: 10 })).toMatchObject({
    outcome: "accepted",
  });
  expect(
    await readBack(session, { subject: "quantity", sku: "MUG", externalId: null, place: "NYC" }),
  ).toMatchObject({
    outcome: "seen",
    reading: { units: 10 },
  });
  await act("t1", "transfer.requested", transfer);
  expect(await readBack(session, { subject: "transfer", actionId: "t1" })).toEqual({ outcome: "absent" });
});

test("without a place the difference is spread, and the sum is what was asked for", async () => {
  expect(await setMug("a1", { units: 12, expectedUnits: 14 })).toMatchObject({ outcome: "accepted" });
  expect([mugAt("NYC"), mugAt("SHOP")]).toEqual([8, 4]);
  expect(await setMug("a2", { units: 2, expectedUnits: 12 })).toMatchObject({ outcome: "accepted" });
  expect([mugAt("NYC"), mugAt("SHOP")]).toEqual([0, 2]);
  expect(await setMug("a3", { units: 5, expectedUnits: 9 })).toMatchObject({
    outcome: "refused",
    current: { units: 2 },
  });
  expect(await setMug("a4", { units: 6 })).toMatchObject({ outcome: "accepted" });
  expect(Number(mugAt("NYC")) + Number(mugAt("SHOP"))).toBe(6);
});

test("an oversold shelf shows nothing and can be set", async () => {
  opened.shop.setStock("MUG", "NYC", 0);
  opened.shop.setStock("MUG", "SHOP", 0);
  opened.shop.placeOrder(orderOf("#1", "MUG", 3));
  expect(mugAt("NYC")).toBe(-3);
  expect(await setMug("a1", { place: "NYC", units: 5, expectedUnits: 0 })).toMatchObject({
    outcome: "accepted",
  });
  expect(mugAt("NYC")).toBe(5);
});

test("what cannot be set says why", async () => {
  const reasonOf = async (more: Record<string, unknown>) => {
    const { outcome, reason } = await act("a1", "quantity.set", { sku: "MUG", units: 1, ...more });
    return [outcome, reason];
  };
  expect(await reasonOf({ sku: "NONE" })).toEqual(["failed", "unknown_sku"]);
  expect(await reasonOf({ place: "MOON" })).toEqual(["failed", "unknown_place"]);
  expect(await reasonOf({ units: 1_500_000_000, place: "NYC" })).toEqual([
    "failed",
    "invalid_quantity_too_high",
  ]);
  opened.shop.faults.down = true;
  expect(await reasonOf({ place: "NYC" })).toEqual(["retry", "http_503"]);
});

const transfer = {
  number: "T-1",
  origin: "NYC",
  destination: "SHOP",
  lines: [
    { lineNo: 1, sku: "MUG", quantity: 6 },
    { lineNo: 2, sku: "LAMP-G", quantity: 1 },
  ],
};

test("a transfer is asked for once, shipped, received and seen at each step", async () => {
  const seen = async () => {
    const result = await readBack(session, { subject: "transfer", actionId: "t1" });
    if (result.outcome !== "seen" || result.reading.subject !== "transfer") return result.outcome;
    const { state, number, lines } = result.reading;
    return {
      state,
      number,
      lines: lines.map((one) => [one.lineNo, one.quantity, one.shippedQuantity, one.receivedQuantity]),
    };
  };
  expect(await seen()).toBe("absent");
  for (let attempt = 0; attempt < 2; attempt++)
    expect(await act("t1", "transfer.requested", transfer)).toMatchObject({
      outcome: "accepted",
      receipt: { reference: "#T0001" },
    });
  expect(await seen()).toEqual({
    state: "accepted",
    number: "T-1",
    lines: [
      [1, 6, null, null],
      [2, 1, null, null],
    ],
  });
  expect([mugAt("NYC"), mugAt("SHOP")]).toEqual([4, 4]);
  expect(await act("s1", "transfer.shipped", { transfer: "t1" })).toMatchObject({ outcome: "accepted" });
  expect(await act("s1", "transfer.shipped", { transfer: "t1" })).toMatchObject({ outcome: "accepted" });
  expect(await seen()).toEqual({
    state: "shipped",
    number: "T-1",
    lines: [
      [1, 6, 6, null],
      [2, 1, 1, null],
    ],
  });
  expect(await act("c1", "transfer.cancelled", { cancels: "t1" })).toMatchObject({
    outcome: "refused",
    reason: "already_shipped",
    current: { subject: "transfer", state: "shipped" },
  });
  const lines = [
    { sku: "MUG", quantity: 5, rejected: 1 },
    { sku: "LAMP-G", quantity: 1 },
  ];
  expect(await act("r1", "transfer.arrived", { transfer: "t1", lines })).toMatchObject({
    outcome: "accepted",
  });
  expect(await act("r1", "transfer.arrived", { transfer: "t1", lines })).toMatchObject({
    outcome: "accepted",
  });
  expect(await seen()).toEqual({
    state: "received",
    number: "T-1",
    lines: [
      [1, 6, 6, 5],
      [2, 1, 1, 1],
    ],
  });
  expect([mugAt("NYC"), mugAt("SHOP")]).toEqual([4, 9]);
});

test("a transfer of which nothing has left can be called off", async () => {
  await act("t1", "transfer.requested", transfer);
  expect(await act("c1", "transfer.cancelled", { cancels: "t1" })).toMatchObject({ outcome: "accepted" });
  expect(await act("c1", "transfer.cancelled", { cancels: "t1" })).toMatchObject({ outcome: "accepted" });
  expect(mugAt("NYC")).toBe(10);
  expect(await readBack(session, { subject: "transfer", actionId: "t1" })).toMatchObject({
    reading: { state: "cancelled" },
  });
});

test("user errors under 200 are a failure, and what the shop does not know is named", async () => {
  const lines = [{ lineNo: 1, sku: "NONE", quantity: 1 }];
  expect(await act("t1", "transfer.requested", { ...transfer, lines })).toMatchObject({
    outcome: "failed",
    reason: "unknown_sku",
  });
  expect(await act("t2", "transfer.requested", { ...transfer, destination: "MOON" })).toMatchObject({
    reason: "unknown_location",
  });
  expect(await act("t3", "transfer.requested", { ...transfer, destination: "NYC" })).toMatchObject({
    outcome: "failed",
    httpStatus: 200,
    reason: "transfer_origin_cannot_be_the_same_as_destination",
  });
  expect(await act("p1", "ad.pause", {})).toMatchObject({ outcome: "failed", reason: "not_supported" });
});
