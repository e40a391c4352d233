import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { Invalid, Unauthenticated } from "@/lib/core/errors";
import { makeSmallCompany, testSecret } from "../action/testing/small-company";
import { receiveWebhook } from "./receive";

/** The example that the Standard Webhooks libraries of every language are checked with. */
const vector = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  at: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

process.env.PLIMSOLL_SECRET = testSecret;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const nowhere = "http://127.0.0.1:1";
  await makeSmallCompany(database.db, { warehouseUrl: nowhere, adsUrl: nowhere, secret: vector.secret });
});
afterAll(() => database.drop());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: vector.at * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const usual = {
  "webhook-id": vector.id,
  "webhook-timestamp": String(vector.at),
  "webhook-signature": vector.signature,
};
const receive = (headers: Record<string, string>, body = vector.body) =>
  receiveWebhook(database.db, "warehouse", headers, body);
/** Signed without the library that checks it. */
const sign = (id: string, at: number, body: string) =>
  `v1,${createHmac("sha256", Buffer.from(vector.secret.slice("whsec_".length), "base64"))
    .update(`${id}.${at}.${body}`)
    .digest("base64")}`;

test("the published example holds: its signature is taken, its body is no message of ours", async () => {
  expect(sign(vector.id, vector.at, vector.body)).toBe(vector.signature);
  await expect(receive(usual)).rejects.toBeInstanceOf(Invalid);
});

test("one of several signatures is enough, whatever stands beside it", async () => {
  const others = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,MzJsNDcyMzQ3ODIzNDI=";
  await expect(
    receive({ ...usual, "webhook-signature": `${others} ${vector.signature}` }),
  ).rejects.toBeInstanceOf(Invalid);
  await expect(receive({ ...usual, "webhook-signature": others })).rejects.toBeInstanceOf(Unauthenticated);
});

test("another body, id, time or version of the signature is refused", async () => {
  const changed: [Record<string, string>, string?][] = [
    [usual, '{"test": 2432232315}'],
    [{ ...usual, "webhook-id": "msg_another" }],
    [{ ...usual, "webhook-timestamp": String(vector.at + 1) }],
    [{ ...usual, "webhook-signature": vector.signature.replace("v1,", "v2,") }],
    [{ ...usual, "webhook-signature": vector.signature.replace("v1,", "") }],
    [{ ...usual, "webhook-signature": "v1," }],
    [{ ...usual, "webhook-signature": "" }],
  ];
  for (const [headers, body] of changed)
    await expect(receive(headers, body)).rejects.toBeInstanceOf(Unauthenticated);
});

test("a missing header or a time that is none is refused", async () => {
  for (const missing of Object.keys(usual)) {
    const headers = Object.fromEntries(Object.entries(usual).filter(([name]) => name !== missing));
    await expect(receive(headers), missing).rejects.toBeInstanceOf(Unauthenticated);
  }
  await expect(receive({ ...usual, "webhook-timestamp": "hello" })).rejects.toBeInstanceOf(Unauthenticated);
});

test("300 seconds off either way are taken, more are not", async () => {
  const signed = (at: number) => ({
    ...usual,
    "webhook-timestamp": String(at),
    "webhook-signature": sign(vector.id, at, vector.body),
  });
  for (const seconds of [-300, 300])
    await expect(receive(signed(vector.at + seconds)), String(seconds)).rejects.toBeInstanceOf(Invalid);
  for (const seconds of [-301, 301])
    await expect(receive(signed(vector.at + seconds)), String(seconds)).rejects.toBeInstanceOf(
      Unauthenticated,
    );
});

test("a message signed by hand is taken, and the same once more is a replay", async () => {
  const body = JSON.stringify({ type: "weather.changed", timestamp: new Date().toISOString(), data: {} });
  const headers = { ...usual, "webhook-signature": sign(vector.id, vector.at, body) };
  expect(await receive(headers, body)).toEqual({ result: "ignored" });
  expect(await receive(headers, body)).toEqual({ result: "replay" });
});
