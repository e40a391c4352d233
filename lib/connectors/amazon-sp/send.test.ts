import { afterEach, beforeEach, expect, test } from "vitest";
import type { OutboundMessage, Reading } from "@/lib/core/outbound";
import type { AmazonOptions } from "@/sandbox/live/amazon-sp/options";
import { type SimulatedAmazon, startAmazonSp } from "@/sandbox/live/amazon-sp/server";
import { amazonSpConnector } from "./provider";
import { sessionOf, wideRates } from "./testing/shop";

let amazon: SimulatedAmazon;
const start = async (options: Partial<AmazonOptions> = {}) => {
  amazon = await startAmazonSp({ rates: wideRates, ...options });
};
const from = {
  shipFromName: "Harbour & Pine",
  shipFromAddress: "1 Pier",
  shipFromCity: "Seattle",
  shipFromState: "WA",
  shipFromPostalCode: "98101",
  shipFromCountry: "US",
  shipFromPhone: "2065550100",
};
const actionId = "0b9d2a4e-1111-4222-8333-944455556666";

const send = (
  type: OutboundMessage["type"],
  data: Record<string, unknown>,
  more: Record<string, string> = {},
) => amazonSpConnector.send?.(sessionOf(amazon, { ...from, ...more }), { id: actionId, type, data });
const quantity = (units: number, expectedUnits: number | null, sku = "PLM-1") =>
  send("quantity.set", { actionId, sku, units, expectedUnits });
const shown = async (sku = "PLM-1") => {
  const read = await amazonSpConnector.readBack?.(sessionOf(amazon), {
    subject: "quantity",
    sku,
    externalId: null,
    place: null,
  });
  return read?.outcome === "seen" && read.reading.subject === "quantity" ? read.reading.units : read?.outcome;
};
const lines = [
  { lineNo: 1, sku: "PLM-9", quantity: 24 },
  { lineNo: 2, sku: "PLM-1", quantity: 12 },
];
const transfer = (more: Record<string, string> = {}) =>
  send(
    "transfer.requested",
    { actionId, number: "TO-000123", origin: "LAX1", destination: "FBA-US", expectedAt: null, lines },
    more,
  );
const plan = async (): Promise<Extract<Reading, { subject: "transfer" }> | string | undefined> => {
  const read = await amazonSpConnector.readBack?.(sessionOf(amazon), {
    subject: "transfer",
    actionId,
    lines: lines.map(({ lineNo, sku }) => ({ lineNo, sku })),
  });
  return read?.outcome === "seen" && read.reading.subject === "transfer" ? read.reading : read?.outcome;
};

beforeEach(async () => {
  await start();
  amazon.setStock("PLM-1", "shop", 10);
  amazon.setStock("PLM-9", "FBA-US", 5);
});
afterEach(() => amazon.stop());

test("a quantity is set and read back", async () => {
  expect(await quantity(25, 10)).toMatchObject({ outcome: "accepted", receipt: { status: "ACCEPTED" } });
  expect([await shown(), amazon.stockOf("PLM-1", "shop")]).toEqual([25, 25]);
});

test("only the quantity is written: the patch merges", async () => {
  const session = sessionOf(amazon);
  await amazonSpConnector.send?.(session, {
    id: actionId,
    type: "quantity.set",
    data: { actionId, sku: "PLM-1", units: 3, expectedUnits: null },
  });
  const patch = session.sent.find(({ method }) => method === "PATCH");
  expect(JSON.parse(patch?.body ?? "{}")).toEqual({
    productType: "HOME",
    patches: [
      {
        op: "merge",
        path: "/attributes/fulfillment_availability",
        value: [{ fulfillment_channel_code: "DEFAULT", quantity: 3 }],
      },
    ],
  });
});

test("an answer of ACCEPTED that changed nothing is not what a reading shows", async () => {
  amazon.faults.lie = true;
  expect(await quantity(25, 10)).toMatchObject({ outcome: "accepted", current: null });
  expect(await shown()).toBe(10);
});

test("a quantity that is another by now is not overwritten", async () => {
  amazon.setStock("PLM-1", "shop", 7);
  expect(await quantity(25, 10)).toMatchObject({
    outcome: "refused",
    reason: "state_changed",
    current: { subject: "quantity", units: 7 },
  });
  expect([await shown(), amazon.counts().patchListingsItem]).toEqual([7, undefined]);
});

test("the same action again writes nothing twice", async () => {
  await quantity(25, 10);
  expect(await quantity(25, 10)).toMatchObject({ outcome: "accepted", receipt: { unchanged: true } });
  expect(amazon.counts().patchListingsItem?.requests).toBe(1);
});

test("what Amazon ships, and what it does not know, cannot be set", async () => {
  expect(await quantity(5, null, "PLM-9")).toMatchObject({ outcome: "failed", reason: "shipped_by_amazon" });
  expect(await quantity(5, null, "nothing")).toMatchObject({ outcome: "failed", reason: "unknown_listing" });
  expect(await shown("nothing")).toBe("absent");
  expect(await send("ad.pause", {})).toMatchObject({ outcome: "failed", reason: "not_here" });
});

test("Amazon that does not answer is tried again later; a revoked grant waits for an administrator", async () => {
  amazon.faults.down = true;
  expect(await quantity(25, 10)).toMatchObject({ outcome: "retry" });
  amazon.faults.down = false;
  amazon.faults.revoked = true;
  expect(await quantity(25, 10)).toMatchObject({ outcome: "retry", reason: "unauthorised" });
});

test("stock is sent to FBA as a plan, which is found again by its action", async () => {
  expect(await transfer()).toMatchObject({
    outcome: "accepted",
    httpStatus: 202,
    receipt: { upTo: "plan", left: ["packing", "placement", "boxes", "transport", "labels"] },
  });
  expect(await plan()).toMatchObject({
    state: "accepted",
    number: "TO-000123",
    lines: [
      { lineNo: 1, sku: "PLM-9", quantity: 24, shippedQuantity: null },
      { lineNo: 2, sku: "PLM-1", quantity: 12, shippedQuantity: null },
    ],
  });
  expect(await transfer()).toMatchObject({ outcome: "accepted" });
  expect([amazon.state.plans.size, amazon.counts().createInboundPlan?.requests]).toEqual([1, 1]);
});

test("a plan is taken on to placement at the least cost, and to transport, each step once", async () => {
  expect(await transfer({ inboundUpTo: "placement" })).toMatchObject({
    receipt: { left: ["boxes", "transport", "labels"] },
  });
  const [made] = amazon.state.plans.values();
  expect(made?.placement.find(({ status }) => status === "ACCEPTED")?.fee).toBe(0);
  expect(made?.shipments.map(({ status }) => status)).toEqual(["WORKING", "WORKING"]);
  expect(await transfer({ inboundUpTo: "transport" })).toMatchObject({
    receipt: { left: ["boxes", "labels"] },
  });
  expect(made?.transport.filter(({ accepted }) => accepted).map(({ solution }) => solution)).toEqual([
    "USE_YOUR_OWN_CARRIER",
    "USE_YOUR_OWN_CARRIER",
  ]);
  expect(amazon.counts().confirmPlacementOption?.requests).toBe(1);
  expect(await plan()).toMatchObject({ state: "accepted", reference: "FBA15SANDBOX1, FBA15SANDBOX2" });
});

test("an attempt that was cut goes on where it stopped", async () => {
  amazon.faults.cutNext = 0;
  const session = sessionOf(amazon, { ...from, inboundUpTo: "placement" });
  const over = session.fetch;
  session.fetch = async (request) => {
    if (request.url.endsWith("/confirmation")) amazon.faults.cutNext = 1;
    return over(request);
  };
  const message = {
    id: actionId,
    type: "transfer.requested" as const,
    data: { actionId, number: "TO-000123", origin: "LAX1", destination: "FBA-US", expectedAt: null, lines },
  };
  expect(await amazonSpConnector.send?.(session, message)).toMatchObject({ outcome: "retry" });
  expect(await transfer({ inboundUpTo: "placement" })).toMatchObject({ outcome: "accepted" });
  expect(amazon.counts()).toMatchObject({
    createInboundPlan: { requests: 1 },
    confirmPackingOption: { requests: 1 },
    confirmPlacementOption: { requests: 1 },
  });
});

test("a plan that Amazon still works on is put off, not made twice", async () => {
  await amazon.stop();
  await start({ looks: 50 });
  amazon.setStock("PLM-1", "shop", 10);
  amazon.setStock("PLM-9", "FBA-US", 5);
  expect(await transfer()).toMatchObject({
    outcome: "retry",
    reason: "operation_in_progress",
    retryAfterSeconds: 30,
  });
  expect(await transfer()).toMatchObject({ outcome: "accepted" });
  expect(amazon.state.plans.size).toBe(1);
});

test("goods that Amazon does not know fail with its words; a plan that was never made is absent", async () => {
  amazon.state.offers.delete("PLM-9");
  const result = await transfer();
  expect(result).toMatchObject({ outcome: "failed", reason: "operation_failed" });
  expect(result?.answer).toContain("PLM-9");
  amazon.state.plans.clear();
  amazon.faults.lie = true;
  amazon.setStock("PLM-9", "FBA-US", 5);
  expect(await transfer()).toMatchObject({ outcome: "accepted" });
  expect(await plan()).toBe("absent");
});

test("an address to ship from is needed", async () => {
  expect(await transfer({ shipFromPhone: "" })).toMatchObject({
    outcome: "failed",
    reason: "ship_from_missing",
  });
});

test("a plan that has not left is given up; one that left is not", async () => {
  await transfer();
  const cancel = () => send("transfer.cancelled", { actionId: "other", cancels: actionId });
  expect(await cancel()).toMatchObject({ outcome: "accepted" });
  expect(await plan()).toMatchObject({ state: "cancelled" });
  expect(await cancel()).toMatchObject({ outcome: "accepted", receipt: { unchanged: true } });
  amazon.state.plans.clear();
  await transfer();
  amazon.shipPlan([...amazon.state.plans.keys()][0] ?? "");
  expect(await cancel()).toMatchObject({
    outcome: "refused",
    reason: "already_shipped",
    current: { state: "shipped" },
  });
  expect(await plan()).toMatchObject({
    state: "shipped",
    lines: [
      { lineNo: 1, shippedQuantity: 24, receivedQuantity: null },
      { lineNo: 2, shippedQuantity: 12 },
    ],
  });
});
