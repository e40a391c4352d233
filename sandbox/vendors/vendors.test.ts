import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterEach, expect, test } from "vitest";
import { receiveCallBacks } from "../testing/call-back-receiver";
import { startVendors, type VendorOptions } from "./server";
import { adKey, openState, type PlatformAd } from "./state";
import type { VendorConnection } from "./take-action";

const secret = `whsec_${Buffer.from("a secret of the sandbox's tests!").toString("base64")}`;
const connections: VendorConnection[] = [
  { key: "wms", role: "warehouse", secret, locations: ["LAX1"] },
  { key: "ads", role: "ads", secret, locations: [] },
];
const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(options: Partial<VendorOptions> = {}) {
  const file = options.file ?? openState(null, "test");
  const server = await startVendors({
    port: 0,
    connections,
    file,
    callBackAddress: null,
    pace: { shipSeconds: 0, receiveSeconds: 0 },
    ...options,
  });
  undo.push(server.stop);
  return { ...server, file };
}

async function send(
  origin: string,
  key: string,
  type: string,
  data: Record<string, unknown>,
  id = randomUUID(),
  signedWith = secret,
) {
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data: { actionId: id, ...data } });
  return signedFetch(`${origin}/${key}`, body, id, signedWith, { method: "POST", body });
}

const get = (origin: string, path: string) => signedFetch(`${origin}${path}`, path, randomUUID(), secret, {});

async function signedFetch(url: string, content: string, id: string, signedWith: string, init: RequestInit) {
  const at = new Date();
  const answer = await fetch(url, {
    ...init,
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(signedWith).sign(id, at, content),
    },
  });
  return {
    status: answer.status,
    retryAfter: answer.headers.get("retry-after"),
    body: (await answer.json()) as Record<string, unknown>,
  };
}

const setFaults = (origin: string, faults: Record<string, unknown>) =>
  fetch(`${origin}/faults`, { method: "PUT", body: JSON.stringify(faults) });

const transfer = {
  number: "TO-000009",
  origin: "LAX1",
  destination: "EWR-FBA",
  lines: [{ lineNo: 1, sku: "PLM-0001", quantity: 24 }],
};

function addAd(state: ReturnType<typeof openState>["state"]): PlatformAd {
  const ad: PlatformAd = {
    connection: "ads",
    level: "product_ad",
    externalId: "AD-1",
    campaignExternalId: "CMP-1",
    currency: "USD",
    spendMinorPerDay: 48_000,
    clickMinor: 20,
    priceMinor: 2000,
    toggles: [{ at: 0, state: "enabled", by: "platform", actionId: null }],
  };
  state.ads[adKey("ads", "product_ad", "AD-1")] = ad;
  return ad;
}

test("a wrong signature is refused, for actions and for readings", async () => {
  const { origin, file } = await start();
  const other = `whsec_${Buffer.from("another secret of the same size!").toString("base64")}`;
  expect((await send(origin, "wms", "transfer.requested", transfer, randomUUID(), other)).status).toBe(401);
  expect((await fetch(`${origin}/wms/transfers/x`)).status).toBe(401);
  expect(file.state.transfers).toEqual({});
});

test("the same id twice is done once and answered with the first receipt; with other content it is refused", async () => {
  const { origin, file } = await start({ pace: { shipSeconds: 600, receiveSeconds: 600 } });
  const id = randomUUID();
  const first = await send(origin, "wms", "transfer.requested", transfer, id);
  const second = await send(origin, "wms", "transfer.requested", transfer, id);
  expect([first.status, second.status]).toEqual([202, 200]);
  expect(second.body.receipt).toEqual({ ...(first.body.receipt as object), duplicate: true });
  expect(Object.keys(file.state.transfers)).toHaveLength(1);
  const changed = await send(origin, "wms", "transfer.requested", { ...transfer, number: "TO-000010" }, id);
  expect([changed.status, changed.body.error]).toMatchObject([409, { code: "id_reused" }]);
});

test("goods ship and arrive with signed call-backs; one that was not taken comes again", async () => {
  const receiver = await receiveCallBacks(secret, 1);
  undo.push(receiver.stop);
  const { origin } = await start({ callBackAddress: receiver.address });
  await setFaults(origin, { exact: true });
  const id = randomUUID();
  await send(origin, "wms", "transfer.requested", transfer, id);
  const received = await receiver.waitFor(2);
  expect(received.map(({ path, eventId }) => [path, eventId]).sort()).toEqual([
    ["/api/webhooks/wms", `${id}:received`],
    ["/api/webhooks/wms", `${id}:shipped`],
  ]);
  const reading = await get(origin, `/wms/transfers/${id}`);
  expect(reading.body).toMatchObject({
    state: "received",
    lines: [{ shippedQuantity: 24, receivedQuantity: 24 }],
  });
});

test("a transfer is given up before it leaves and not after", async () => {
  const { origin } = await start({ pace: { shipSeconds: 600, receiveSeconds: 600 } });
  const [waiting, leaving] = [randomUUID(), randomUUID()];
  await send(origin, "wms", "transfer.requested", transfer, waiting);
  expect((await send(origin, "wms", "transfer.cancelled", { cancels: waiting })).body.current).toMatchObject({
    state: "cancelled",
  });
  await fetch(`${origin}/pace`, {
    method: "PUT",
    body: JSON.stringify({ shipSeconds: 0, receiveSeconds: 600 }),
  });
  await send(origin, "wms", "transfer.requested", transfer, leaving);
  await expect.poll(async () => (await get(origin, `/wms/transfers/${leaving}`)).body.state).toBe("shipped");
  const late = await send(origin, "wms", "transfer.cancelled", { cancels: leaving });
  expect([late.status, late.body.error]).toMatchObject([409, { code: "already_shipped" }]);
});

test("a paused ad stops spending, and a pause that expects another state changes nothing", async () => {
  const { origin, file } = await start();
  addAd(file.state);
  const spend = async () =>
    (
      await get(
        origin,
        `/ads/spend?since=${encodeURIComponent(new Date(Date.now() - 7_200_000).toISOString())}`,
      )
    ).body.rows as { startsAt: string; spendMinor: number }[];
  expect((await spend()).length).toBeGreaterThan(0);
  const wanted = { level: "product_ad", externalId: "AD-1", campaignExternalId: "CMP-1" };
  expect((await send(origin, "ads", "ad.pause", { ...wanted, expectedState: "enabled" })).status).toBe(200);
  const before = await spend();
  expect((await get(origin, "/ads/ads/AD-1")).body).toMatchObject({ state: "paused", changedBy: "plimsoll" });
  expect(await spend()).toEqual(before);
  const refused = await send(origin, "ads", "ad.pause", { ...wanted, expectedState: "enabled" });
  expect([refused.status, refused.body.error]).toMatchObject([409, { code: "state_changed" }]);
  expect((await send(origin, "ads", "ad.pause", { ...wanted, externalId: "AD-9" })).status).toBe(404);
});

test("somebody at the platform can be first, and then an undo is refused", async () => {
  const { origin, file } = await start();
  addAd(file.state);
  const byHand = await fetch(`${origin}/hand`, {
    method: "PUT",
    body: JSON.stringify({ connection: "ads", externalId: "AD-1", state: "paused" }),
  });
  expect(await byHand.json()).toMatchObject({ state: "paused", changedBy: "person", lastActionId: null });
  const wanted = { level: "product_ad", externalId: "AD-1", campaignExternalId: "CMP-1" };
  const refused = await send(origin, "ads", "ad.pause", { ...wanted, expectedState: "enabled" });
  expect([refused.status, refused.body.current]).toMatchObject([409, { changedBy: "person" }]);
});

test("each fault does what it says, and only where it is asked to", async () => {
  const { origin, file } = await start({ pace: { shipSeconds: 600, receiveSeconds: 600 } });
  await setFaults(origin, { rate429: 7 });
  expect(await send(origin, "wms", "transfer.requested", transfer)).toMatchObject({
    status: 429,
    retryAfter: "7",
  });
  await setFaults(origin, { down: true, only: ["wms"] });
  expect((await send(origin, "wms", "transfer.requested", transfer)).status).toBe(503);
  expect((await get(origin, "/ads/ads/none")).status).toBe(404);
  await setFaults(origin, { lie: true });
  const id = randomUUID();
  expect((await send(origin, "wms", "transfer.requested", transfer, id)).status).toBe(202);
  expect((await get(origin, `/wms/transfers/${id}`)).status).toBe(404);
  await setFaults(origin, { slow: 30 });
  void send(origin, "wms", "transfer.requested", transfer, id).catch(() => {});
  await expect.poll(() => file.state.transfers[id]?.state).toBe("accepted");
  expect((await setFaults(origin, { nonsense: 1 })).status).toBe(422);
  await fetch(`${origin}/faults`, { method: "DELETE" });
  expect((await send(origin, "wms", "transfer.requested", transfer)).status).toBe(202);
});

test("duplicate call-backs and miscounts", async () => {
  const receiver = await receiveCallBacks(secret);
  undo.push(receiver.stop);
  const { origin } = await start({ callBackAddress: receiver.address });
  await setFaults(origin, { duplicate: true, short: 4 });
  const id = randomUUID();
  await send(origin, "wms", "transfer.requested", transfer, id);
  const events = (await receiver.waitFor(6)).map(({ eventId }) => eventId).sort();
  expect(events.filter((event) => event.startsWith(`${id}:received`))).toEqual([
    `${id}:received`,
    `${id}:received`,
    `${id}:received:again`,
  ]);
  const last = receiver.received.find(({ eventId }) => eventId === `${id}:received`);
  expect(last?.body.data.lines).toMatchObject([{ shippedQuantity: 24, receivedQuantity: 20 }]);
});

test("a restart remembers what was promised; another workspace starts anew", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vendors-"));
  undo.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "state.json");
  const first = await start({
    file: openState(path, "one"),
    pace: { shipSeconds: 600, receiveSeconds: 600 },
  });
  const id = randomUUID();
  await send(first.origin, "wms", "transfer.requested", transfer, id);
  const second = await start({
    file: openState(path, "one"),
    pace: { shipSeconds: 600, receiveSeconds: 600 },
  });
  expect((await send(second.origin, "wms", "transfer.requested", transfer, id)).status).toBe(200);
  expect(openState(path, "two").state.transfers).toEqual({});
});
