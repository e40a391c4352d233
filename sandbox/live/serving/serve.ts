import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { LiveFaults } from "../contract";
import { type Quota, throttle } from "./throttle";

const bodyBytesMax = 5_000_000;

export interface LiveRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface LiveAnswer {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: string | Buffer | object;
}

/** What a simulated vendor says about itself to be served. */
export interface Served {
  /** 0: any free one. */
  port: number;
  faults: LiveFaults;
  /** Name under which a request is counted and limited; null: neither. */
  operationOf: (request: LiveRequest) => string | null;
  /** By operation; those without one are not limited. */
  quotas: Readonly<Record<string, Quota>>;
  throttled: (waitSeconds: number) => LiveAnswer;
  down: LiveAnswer;
  handle: (request: LiveRequest) => LiveAnswer | Promise<LiveAnswer>;
}

export interface Serving {
  origin: string;
  stop: () => Promise<void>;
  counts: () => Readonly<Record<string, { requests: number; throttled: number }>>;
}

/** Serves a vendor over HTTP, on this machine only, with the faults that every vendor shares. */
export async function serve(served: Served): Promise<Serving> {
  const counts: Record<string, { requests: number; throttled: number }> = {};
  const take = throttle(served.quotas);
  const answerTo = async (request: LiveRequest): Promise<LiveAnswer> => {
    const operation = served.operationOf(request);
    if (operation === null) return served.handle(request);
    counts[operation] ??= { requests: 0, throttled: 0 };
    const count = counts[operation];
    count.requests++;
    if (served.faults.down) return served.down;
    const forced = served.faults.throttleNext > 0;
    if (forced) served.faults.throttleNext--;
    const waitSeconds = forced ? 1 : take(operation);
    if (waitSeconds > 0) {
      count.throttled++;
      return served.throttled(waitSeconds);
    }
    return served.handle(request);
  };
  const server = createServer((incoming, response) => {
    requestOf(incoming)
      .then(answerTo)
      .then(async (answer) => {
        if (served.faults.slowSeconds > 0)
          await sleep(served.faults.slowSeconds * 1000, undefined, { ref: false });
        write(response, answer, served.faults);
      })
      .catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(error instanceof Error ? error.message : "unknown");
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(served.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    counts: () => structuredClone(counts),
  };
}

async function requestOf(incoming: IncomingMessage): Promise<LiveRequest> {
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > bodyBytesMax) throw new Error("The body is too long.");
    parts.push(part);
  }
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const body = Buffer.concat(parts).toString("utf8");
  return { method: incoming.method ?? "GET", path: url.pathname, query: url.searchParams, headers, body };
}

function write(response: ServerResponse, answer: LiveAnswer, faults: LiveFaults): void {
  const { body = "" } = answer;
  const plain = typeof body === "string" || Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(plain ? String(body) : JSON.stringify(body));
  response.writeHead(answer.status, {
    ...(plain ? {} : { "content-type": "application/json" }),
    date: new Date(Date.now() + faults.clockSkewSeconds * 1000).toUTCString(),
    ...answer.headers,
    "content-length": String(bytes.length),
  });
  if (faults.cutNext > 0 && bytes.length > 1) {
    faults.cutNext--;
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  response.end(bytes);
}
