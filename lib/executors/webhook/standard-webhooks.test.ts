import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { signedRequest } from "./request";

/** The example that the Standard Webhooks libraries of every language are checked with. */
const vector = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  at: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

let server: Server;
let baseUrl: string;
let received: { headers: IncomingHttpHeaders; body: string }[];

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  vi.useFakeTimers({ toFake: ["Date"], now: vector.at * 1000 });
});
afterEach(async () => {
  vi.useRealTimers();
  await new Promise((resolve) => server.close(resolve));
});

const post = (body: string) =>
  signedRequest(
    { baseUrl, secret: vector.secret, allowPrivateNetwork: true },
    { method: "POST", path: "/hook", id: vector.id, body },
    AbortSignal.timeout(10_000),
  );

test("what leaves carries the signature of the published example over the very bytes that are sent", async () => {
  await post(vector.body);
  expect(received).toMatchObject([
    {
      body: vector.body,
      headers: {
        "webhook-id": vector.id,
        "webhook-timestamp": String(vector.at),
        "webhook-signature": vector.signature,
        "content-type": "application/json",
      },
    },
  ]);
});

test("any receiver with a Standard Webhooks library takes it, whatever letters it holds", async () => {
  const body = JSON.stringify({ type: "stock.low", data: { title: "檯燈 “Lamp” – 100 %" } });
  await post(body);
  const [call] = received;
  expect(
    new Webhook(vector.secret).verify(call?.body ?? "", call?.headers as Record<string, string>),
  ).toEqual(JSON.parse(body));
});
