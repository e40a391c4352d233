import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

/** What the next posted messages meet; taken from the front, then all is well. */
export type Fault =
  | { kind: "status"; status: number; retryAfter?: string; code?: string }
  | { kind: "drop"; afterEffect: boolean }
  | { kind: "lie" }
  | { kind: "hang" };

interface Transfer {
  actionId: string;
  number: string;
  state: "accepted" | "shipped" | "received" | "cancelled";
  shippedAt: string | null;
  receivedAt: string | null;
  cancelledAt: string | null;
  lines: {
    lineNo: number;
    sku: string;
    quantity: number;
    shippedQuantity: number | null;
    receivedQuantity: number | null;
  }[];
}
interface Ad {
  state: "enabled" | "paused" | "ended";
  changedAt: string;
  changedBy: string;
  lastActionId: string | null;
}

/** A small vendor for tests that speaks sandbox/PROTOCOL.md and remembers every attempt and every effect. */
export interface Vendor {
  baseUrl: string;
  secret: string;
  faults: Fault[];
  /** Ids of posted messages in the order they came, repeats included. */
  posts: string[];
  /** Ids of messages that changed something, in order. */
  effects: string[];
  transfers: Map<string, Transfer>;
  ads: Map<string, Ad>;
  /** False: readings are answered with 503. */
  readable: boolean;
  close: () => Promise<void>;
}

/** Starts a vendor on a free port of this machine. */
export async function startVendor(
  secret = `whsec_${Buffer.from("a secret for tests only, 32 byte").toString("base64")}`,
): Promise<Vendor> {
  const server = createServer((request, response) => void answer(vendor, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const vendor: Vendor = {
    baseUrl: `http://127.0.0.1:${port}/vendor`,
    secret,
    faults: [],
    posts: [],
    effects: [],
    transfers: new Map(),
    ads: new Map(),
    readable: true,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return vendor;
}

async function answer(vendor: Vendor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts).toString("utf8");
  const path = request.url ?? "";
  try {
    new Webhook(vendor.secret).verify(
      request.method === "GET" ? path : body,
      request.headers as Record<string, string>,
      {
        jsonParse: false,
      },
    );
  } catch {
    return reply(response, 401, {
      error: { code: "bad_signature", message: "Signature differs.", retryable: false },
    });
  }
  if (request.method === "GET") return reading(vendor, path, response);
  const { type, data } = JSON.parse(body) as { type: string; data: Record<string, unknown> };
  const id = String(request.headers["webhook-id"]);
  vendor.posts.push(id);
  const fault = vendor.faults.shift();
  if (fault?.kind === "status") {
    if (fault.retryAfter) response.setHeader("retry-after", fault.retryAfter);
    const error = {
      code: fault.code ?? "too_many_requests",
      message: "A fault.",
      retryable: fault.status >= 429,
    };
    return reply(response, fault.status, { error });
  }
  if (fault?.kind === "drop" && !fault.afterEffect) return void request.socket.destroy();
  const duplicate = vendor.effects.includes(id);
  const current = duplicate
    ? stateOf(vendor, data)
    : fault?.kind === "lie"
      ? null
      : act(vendor, type, id, data);
  if (current && "error" in current) return reply(response, current.status, current);
  if (!duplicate && fault?.kind !== "lie") vendor.effects.push(id);
  if (fault?.kind === "drop") return void request.socket.destroy();
  if (fault?.kind === "hang") return;
  reply(response, 202, {
    receipt: { reference: "T-1", acceptedAt: new Date().toISOString(), duplicate },
    current,
  });
}

function act(vendor: Vendor, type: string, id: string, data: Record<string, unknown>) {
  const at = new Date().toISOString();
  if (type === "transfer.requested") {
    const lines = (data.lines as { lineNo: number; sku: string; quantity: number }[]).map((line) => ({
      ...line,
      shippedQuantity: null,
      receivedQuantity: null,
    }));
    const times = { shippedAt: null, receivedAt: null, cancelledAt: null };
    vendor.transfers.set(id, {
      actionId: id,
      number: String(data.number),
      state: "accepted",
      ...times,
      lines,
    });
    return null;
  }
  if (type === "transfer.cancelled") {
    const transfer = vendor.transfers.get(String(data.cancels));
    if (!transfer) return { status: 404, error: { code: "unknown_transfer" } };
    if (transfer.state !== "accepted") return { status: 409, error: { code: "already_shipped" } };
    Object.assign(transfer, { state: "cancelled", cancelledAt: at });
    return null;
  }
  const ad = vendor.ads.get(String(data.externalId));
  if (!ad) return { status: 404, error: { code: "unknown_ad" } };
  if (data.expectedState && ad.state !== data.expectedState)
    return { status: 409, error: { code: "state_changed" }, current: adReading(ad, String(data.externalId)) };
  const state = type === "ad.pause" ? "paused" : "enabled";
  Object.assign(ad, { state, changedAt: at, changedBy: "plimsoll", lastActionId: id });
  return adReading(ad, String(data.externalId));
}

function stateOf(vendor: Vendor, data: Record<string, unknown>) {
  const ad = vendor.ads.get(String(data.externalId));
  return ad ? adReading(ad, String(data.externalId)) : null;
}

const adReading = (ad: Ad, externalId: string) => ({
  level: "product_ad",
  externalId,
  campaignExternalId: "CMP-1",
  ...ad,
  readAt: new Date().toISOString(),
});

function reading(vendor: Vendor, path: string, response: ServerResponse): void {
  const [status, body] = readingOf(vendor, path);
  reply(response, status, body);
}

function readingOf(vendor: Vendor, path: string): [number, unknown] {
  if (!vendor.readable) return [503, {}];
  const [, kind, key = ""] = /\/(transfers|ads|campaigns)\/([^/]+)$/.exec(path) ?? [];
  const id = decodeURIComponent(key);
  const readAt = new Date().toISOString();
  const transfer = vendor.transfers.get(id);
  if (kind === "transfers" && transfer)
    return [200, { ...transfer, origin: "AAA", destination: "BBB", readAt }];
  const ad = vendor.ads.get(id);
  if (kind !== "transfers" && ad) return [200, adReading(ad, id)];
  return [404, { error: { code: kind === "transfers" ? "unknown_transfer" : "unknown_ad" } }];
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
