import { expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { startVendor } from "../testing/vendor";
import { webhookExecutor } from "./executor";
import { retryAfter } from "./request";
import { meaningOf } from "./send";

const signal = new AbortController().signal;
const answer = (status: number, body: unknown = {}, retryAfterSeconds: number | null = null) =>
  meaningOf({ status, text: typeof body === "string" ? body : JSON.stringify(body), retryAfterSeconds });

test("what each answer means for the action", () => {
  expect(answer(202, { receipt: { reference: "WH-1" } })).toMatchObject({
    outcome: "accepted",
    receipt: { reference: "WH-1" },
  });
  expect(answer(200, "not json")).toMatchObject({ outcome: "accepted", receipt: {} });
  expect(answer(409, { error: { code: "state_changed", retryable: false } })).toMatchObject({
    outcome: "refused",
    reason: "state_changed",
  });
  expect(answer(429, {}, 30)).toMatchObject({ outcome: "retry", retryAfterSeconds: 30 });
  for (const status of [500, 502, 503, 408]) expect(answer(status)).toMatchObject({ outcome: "retry" });
  for (const status of [301, 400, 401, 404, 422]) expect(answer(status)).toMatchObject({ outcome: "failed" });
  expect(answer(400, { error: { code: "later", retryable: true } })).toMatchObject({ outcome: "retry" });
});

test("Retry-After may be seconds or a date", () => {
  const now = new Date("2026-01-31T09:00:00Z");
  expect(retryAfter("120", now)).toBe(120);
  expect(retryAfter("Sat, 31 Jan 2026 09:01:00 GMT", now)).toBe(60);
  expect(retryAfter("Sat, 31 Jan 2026 08:00:00 GMT", now)).toBe(0);
  expect([retryAfter(undefined, now), retryAfter("soon", now)]).toEqual([null, null]);
});

test("an inside address is refused unless the connection allows it, and nothing is sent", async () => {
  const vendor = await startVendor();
  const message = { id: newId(), type: "ad.pause" as const, data: { externalId: "AD-1" } };
  const target = { baseUrl: vendor.baseUrl, secret: vendor.secret, allowPrivateNetwork: false };
  expect(await webhookExecutor.send(message, target, signal)).toMatchObject({
    outcome: "failed",
    reason: "inside_address",
  });
  const named = { ...target, baseUrl: vendor.baseUrl.replace("127.0.0.1", "localhost") };
  expect(await webhookExecutor.send(message, named, signal)).toMatchObject({
    outcome: "failed",
    reason: "inside_address",
  });
  expect(
    await webhookExecutor.read({ subject: "transfer", actionId: message.id }, target, signal),
  ).toMatchObject({
    outcome: "unreadable",
    reason: "inside_address",
  });
  expect(vendor.posts).toEqual([]);
  await vendor.close();
});

test("no answer is not taken for no effect: it is tried again", async () => {
  const target = { baseUrl: "http://127.0.0.1:9/vendor", secret: "whsec_AAAA", allowPrivateNetwork: true };
  const message = { id: newId(), type: "ad.pause" as const, data: {} };
  expect(await webhookExecutor.send(message, target, signal)).toMatchObject({
    outcome: "retry",
    reason: "econnrefused",
  });
});

test("a wrong secret is final, and readings are signed over their path", async () => {
  const vendor = await startVendor();
  vendor.ads.set("AD 1/2", {
    state: "paused",
    changedAt: new Date().toISOString(),
    changedBy: "person",
    lastActionId: null,
  });
  const target = { baseUrl: vendor.baseUrl, secret: vendor.secret, allowPrivateNetwork: true };
  expect(
    await webhookExecutor.read({ subject: "ad", level: "product_ad", externalId: "AD 1/2" }, target, signal),
  ).toMatchObject({
    outcome: "seen",
    reading: { subject: "ad", state: "paused" },
  });
  expect(await webhookExecutor.read({ subject: "transfer", actionId: newId() }, target, signal)).toEqual({
    outcome: "absent",
  });
  const other = { ...target, secret: `whsec_${Buffer.from("another").toString("base64")}` };
  const message = { id: newId(), type: "ad.pause" as const, data: {} };
  expect(await webhookExecutor.send(message, other, signal)).toMatchObject({
    outcome: "failed",
    reason: "bad_signature",
  });
  const rotated = {
    ...other,
    formerSecrets: [`whsec_${Buffer.from("older").toString("base64")}`, vendor.secret],
  };
  expect(
    await webhookExecutor.read({ subject: "transfer", actionId: newId() }, rotated, signal),
    "one of several signatures is enough",
  ).toEqual({ outcome: "absent" });
  await vendor.close();
});
