import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SimulatedShop, SimulatedVendor } from "../contract";
import { type Answer, type Asked, denied, missing, problem } from "./answer";
import { openBuckets } from "./buckets";
import { startSender } from "./notifications";
import { type AmazonOptions, usualOptions } from "./options";
import { documentOf } from "./reports";
import { routeOf } from "./routes";
import { shopOf } from "./shop";
import { type AmazonState, newState, vendorNow } from "./state";
import { makeToken, tokenProblem } from "./tokens";

type Shop = ReturnType<typeof shopOf>;

export interface SimulatedAmazon extends SimulatedVendor, Shop {
  /** Settings and secrets of a connection that works. */
  settings: Record<string, string>;
  secrets: Record<string, string>;
  /** Sends notifications on to this address from now on, and subscribes to them. */
  notify: (address: string, secret: string) => void;
  /** Resolves when no notification waits. */
  idle: () => Promise<void>;
  /** What is inside, for a test to look at. */
  state: AmazonState;
}

const bodyBytesMax = 8 * 1024 * 1024;

/**
 * Amazon's Selling Partner API over HTTP on this machine, for one seller in one marketplace. Behind `origin` lie the token
 * service (/auth/o2/token), the three regions (/na, /eu, /fe; the seller belongs to one) and the documents of reports.
 */
export async function startAmazonSp(
  chosen: Partial<AmazonOptions> = {},
): Promise<SimulatedAmazon & SimulatedShop> {
  const options: AmazonOptions = { ...usualOptions, ...chosen };
  const state = newState(options);
  const buckets = openBuckets(options.rates);
  const sender = startSender(state);
  const seen = new Map<string, { requests: number; throttled: number }>();
  let origin = "";
  const count = (operation: string, throttled: boolean) => {
    const so = seen.get(operation) ?? { requests: 0, throttled: 0 };
    seen.set(operation, { requests: so.requests + 1, throttled: so.throttled + (throttled ? 1 : 0) });
  };

  /** The answer and, for the count, the operation. */
  const answerTo = (asked: Asked, region: string, rawBody: string): Answer => {
    const form = region === "auth";
    const route = form ? null : routeOf(state, asked, origin);
    const operation = form ? "token" : (route?.operation ?? "unknown");
    const say = (answer: Answer, throttled = false): Answer => {
      count(operation, throttled);
      return form
        ? answer
        : {
            ...answer,
            headers: { "x-amzn-ratelimit-limit": String(buckets.rateOf(operation)), ...answer.headers },
          };
    };
    if (state.faults.down)
      return say(problem(503, "ServiceUnavailable", "Service is temporarily unavailable."));
    if (form) return say(makeToken(state, new URLSearchParams(rawBody)));
    const quota = problem(429, "QuotaExceeded", "You exceeded your quota for the requested resource.");
    if (state.faults.throttleNext > 0) {
      state.faults.throttleNext--;
      return say(quota, true);
    }
    const token = asked.headers["x-amz-access-token"];
    const wrong = tokenProblem(state, Array.isArray(token) ? token[0] : token);
    if (wrong !== null) return say(denied(wrong));
    if (!asked.headers["user-agent"])
      return say(problem(400, "InvalidInput", "The user-agent header is missing."));
    if (region !== options.region) return say(denied());
    if (!route) return say(missing("Resource not found."));
    if (!options.grants.includes(route.grant)) return say(denied());
    if (!buckets.take(operation)) return say(quota, true);
    return say(route.answer());
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const rawBody = await bodyOf(request);
    const url = new URL(request.url ?? "/", "http://localhost");
    const [region = "", ...segments] = url.pathname.split("/").slice(1).map(decodeURIComponent);
    if (region === "documents") {
      const document = state.faults.down ? null : documentOf(state, segments[0] ?? "");
      count("document", false);
      const head = { "content-type": document?.type ?? "text/plain" };
      return send(response, state, document ? 200 : 403, head, document?.content ?? Buffer.from("expired"));
    }
    const asked: Asked = {
      method: request.method ?? "GET",
      segments,
      query: url.searchParams,
      headers: request.headers,
      body: parse(rawBody),
    };
    const answer = answerTo(asked, region, rawBody);
    const head = {
      "content-type": "application/json",
      "x-amzn-requestid": String(++state.made),
      ...answer.headers,
    };
    return send(response, state, answer.status, head, Buffer.from(JSON.stringify(answer.body)));
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(options.port, "127.0.0.1", done);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (options.notify) subscribeAll(state);

  return {
    origin,
    faults: state.faults,
    state,
    counts: () => Object.fromEntries([...seen].map(([operation, so]) => [operation, { ...so }])),
    settings: {
      baseUrl: origin,
      region: options.region,
      marketplace: options.marketplaceId,
      sellerId: options.sellerId,
      clientId: options.clientId,
      fbaLocation: options.fbaPlace,
    },
    secrets: { clientSecret: options.clientSecret, refreshToken: options.refreshToken },
    notify(address, secret) {
      options.notify = { address, secret };
      subscribeAll(state);
    },
    idle: sender.idle,
    async stop() {
      sender.stop();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
    ...shopOf(state, sender),
  };
}

function subscribeAll(state: AmazonState): void {
  for (const type of ["ORDER_CHANGE", "FBA_INVENTORY_AVAILABILITY_CHANGES"])
    if (!state.subscriptions.has(type))
      state.subscriptions.set(type, { id: `sub-${++state.made}`, destinationId: "sandbox" });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > bodyBytesMax) throw new RangeError("body too long");
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Sends the answer, after the fault's wait; with `cutNext` only half of it, and then the line is cut. */
async function send(
  response: ServerResponse,
  state: AmazonState,
  status: number,
  head: Record<string, string>,
  content: Buffer,
): Promise<void> {
  if (state.faults.slowSeconds > 0)
    await new Promise((done) => setTimeout(done, state.faults.slowSeconds * 1000).unref());
  response.writeHead(status, {
    ...head,
    "content-length": String(content.length),
    date: new Date(vendorNow(state)).toUTCString(),
  });
  if (state.faults.cutNext > 0) {
    state.faults.cutNext--;
    await new Promise((done) => response.write(content.subarray(0, Math.floor(content.length / 2)), done));
    response.destroy();
    return;
  }
  response.end(content);
}
