import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { answerGraphql } from "./answer-graphql";
import { bulkContent, bulkStatus } from "./bulk";
import type { Shop } from "./shop";
import type { Points } from "./throttle";

const VERSIONS = ["2026-07", "2026-04"];
const TOKEN_SECONDS = 86_399;
const BODY_MAX = 5_000_000;

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** What was asked, by operation. */
export type Counts = Record<string, { requests: number; throttled: number }>;

/** Starts the shop's HTTP server on this machine; any free port when none is named. */
export async function serveShop(shop: Shop, points: Points, counts: Counts) {
  const minted = new Set<string>();
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  server.listen(shop.options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const reply = body === null ? json(413, { errors: "Payload too large" }) : replyTo(request, body);
    const { faults } = shop;
    if (faults.slowSeconds > 0) await sleep(faults.slowSeconds * 1000);
    send(response, reply);
  }

  function replyTo(request: IncomingMessage, body: string): Reply {
    const { pathname } = new URL(request.url ?? "/", "http://shop");
    if (shop.faults.down) return json(503, { errors: "Service Unavailable" });
    if (request.method === "POST" && pathname === "/admin/oauth/access_token") return newToken(body);
    const file = /^\/bulk\/(\d+)\.jsonl$/.exec(pathname)?.[1];
    if (request.method === "GET" && file) return bulkFile(Number(file), request.headers.range);
    const version = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(pathname)?.[1];
    if (request.method !== "POST" || !version) return json(404, { errors: "Not Found" });
    const refused = refuseToken(String(request.headers["x-shopify-access-token"] ?? ""));
    if (refused) return refused;
    const answered = answerGraphql(shop, points, body);
    count(answered.operation, answered.throttled);
    const used = VERSIONS.includes(version) ? version : (VERSIONS.at(-1) ?? version);
    return json(answered.status, answered.body, { ...answered.headers, "x-shopify-api-version": used });
  }

  function count(operation: string, throttled: boolean): void {
    counts[operation] ??= { requests: 0, throttled: 0 };
    const entry = counts[operation];
    entry.requests++;
    if (throttled) entry.throttled++;
  }

  function newToken(body: string): Reply {
    count("access_token", false);
    const asked = new URLSearchParams(body);
    const { clientId, clientSecret } = shop.options;
    const known = asked.get("client_id") === clientId && asked.get("client_secret") === clientSecret;
    if (shop.faults.revoked || !known || asked.get("grant_type") !== "client_credentials")
      return json(400, {
        error: "invalid_request",
        error_description: "Could not find Shopify API application",
      });
    shop.faults.expireTokens = false;
    minted.clear();
    const token = `shpat_${randomBytes(16).toString("hex")}`;
    minted.add(token);
    return json(200, {
      access_token: token,
      scope: (shop.options.scopes ?? []).join(","),
      expires_in: TOKEN_SECONDS,
    });
  }

  function refuseToken(token: string): Reply | null {
    const known = minted.has(token) || (token !== "" && token === shop.options.accessToken);
    if (known && !shop.faults.revoked && !shop.faults.expireTokens) return null;
    return json(401, {
      errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
    });
  }

  function bulkFile(id: number, range: string | undefined): Reply {
    count("bulk_file", false);
    const job = shop.bulk.get(id);
    if (!job || bulkStatus(shop, job) !== "COMPLETED") return json(404, {});
    const content = Buffer.from(bulkContent(shop, job));
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
    const type = { "content-type": "application/jsonl" };
    if (from === undefined) return { status: 200, headers: type, body: content.toString("latin1") };
    if (Number(from) >= content.length)
      return { status: 416, headers: { "content-range": `bytes */${content.length}` }, body: "" };
    const until = Math.min(content.length - 1, to ? Number(to) : content.length - 1);
    return {
      status: 206,
      headers: { ...type, "content-range": `bytes ${from}-${until}/${content.length}` },
      body: content.subarray(Number(from), until + 1).toString("latin1"),
    };
  }

  function send(response: ServerResponse, { status, headers, body }: Reply): void {
    const content = Buffer.from(body, "latin1");
    response.writeHead(status, {
      "content-length": content.length,
      date: new Date(shop.now()).toUTCString(),
      ...headers,
    });
    if (shop.faults.cutNext > 0) {
      shop.faults.cutNext--;
      response.write(content.subarray(0, Math.floor(content.length / 2)), () => response.socket?.destroy());
      return;
    }
    response.end(content);
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: Buffer.from(JSON.stringify(body)).toString("latin1"),
});

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > BODY_MAX) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString("utf8");
}
