import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type LiveFaults,
  noLiveFaults,
  type OrderChange,
  type SimulatedOrder,
  type SimulatedShop,
} from "@/sandbox/live/contract";

/**
 * A vendor that nobody runs, over real HTTP: it asks for what every vendor asks for (a token that ends, pages by cursor, a
 * quota, signed call-backs) in the plainest form, so that the engine can be proved against every fault.
 */
export interface HarbourServer extends SimulatedShop {
  /** Calls the address for every change from now on. */
  callBack: (address: string) => void;
  /** Resolves once every call-back has been answered. */
  callBacksDone: () => Promise<void>;
  /** Most requests a second and at once; harder than what the connector is told. */
  quota: { perSecond: number; burst: number };
  tokensMade: () => number;
  addSku: (code: string, title?: string) => void;
}

export const harbourCredentials = {
  clientId: "harbour-client",
  clientSecret: "harbour-secret-that-nobody-may-see",
};
export const harbourWebhookSecret = "harbour-signing-secret";

interface HarbourOrder extends SimulatedOrder {
  id: string;
  updatedAt: number;
  version: number;
  cancelledAt: string | null;
  shipped: boolean;
  refunds: { sku: string; quantity: number; restock: boolean; at: string }[];
}

const pageSize = 5;
const tokenSeconds = 3_600;

/** Starts the server on a port of its own. */
export async function startHarbour(): Promise<HarbourServer> {
  const faults: LiveFaults = { ...noLiveFaults };
  const orders = new Map<string, HarbourOrder>();
  const stock = new Map<string, { sku: string; place: string; units: number; updatedAt: number }>();
  const skus = new Map<string, { code: string; title: string; updatedAt: number }>();
  const tokens = new Set<string>();
  const tally: Record<string, { requests: number; throttled: number }> = {};
  const quota = { perSecond: 200, burst: 40 };
  let level = quota.burst;
  let filledAt = performance.now();
  let callBackAddress: string | null = null;
  let tokensMade = 0;
  let last = 0;
  const pending = new Set<Promise<void>>();
  const held: (() => void)[] = [];

  /** Times at the vendor never repeat, so that its order of changes is a total one. */
  const stamp = () => {
    last = Math.max(last + 1, Date.now() + faults.clockSkewSeconds * 1000);
    return last;
  };
  const iso = (at: number) => new Date(at).toISOString();

  function withinQuota(): boolean {
    const now = performance.now();
    level = Math.min(quota.burst, level + ((now - filledAt) / 1000) * quota.perSecond);
    filledAt = now;
    if (level < 1) return false;
    level -= 1;
    return true;
  }

  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const url = new URL(request.url ?? "/", "http://harbour");
    const body = await textOf(request);
    if (faults.slowSeconds > 0)
      await new Promise((resolve) => setTimeout(resolve, faults.slowSeconds * 1000));
    const operation = url.pathname.split("/")[1] ?? "";
    const counted = tally[operation] ?? { requests: 0, throttled: 0 };
    tally[operation] = counted;
    counted.requests++;
    response.setHeader("date", new Date(Date.now() + faults.clockSkewSeconds * 1000).toUTCString());
    const answer = (status: number, content: unknown, headers: Record<string, string> = {}) => {
      const text = JSON.stringify(content);
      response.writeHead(status, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(text),
        ...headers,
      });
      if (faults.cutNext > 0 && status === 200) {
        faults.cutNext--;
        response.write(text.slice(0, Math.ceil(text.length / 2)));
        setTimeout(() => response.destroy(), 5);
      } else response.end(text);
    };
    if (faults.down) return answer(503, { error: "down" });
    if (operation === "token") return giveToken(body, answer);
    const token = (request.headers.authorization ?? "").replace("Bearer ", "");
    if (faults.expireTokens) {
      tokens.clear();
      faults.expireTokens = false;
    }
    if (faults.revoked || !tokens.has(token))
      return answer(401, { error: faults.revoked ? "revoked" : "expired" });
    if (faults.throttleNext > 0 || !withinQuota()) {
      faults.throttleNext = Math.max(0, faults.throttleNext - 1);
      counted.throttled++;
      return answer(429, { error: "slow down" }, { "retry-after": "1" });
    }
    if (request.method === "PUT" && operation === "stock") return writeStock(body, answer);
    if (request.method === "GET") return read(operation, url.searchParams, answer);
    answer(404, { error: "unknown" });
  }

  type Answer = (status: number, content: unknown, headers?: Record<string, string>) => unknown;

  function giveToken(body: string, answer: Answer): unknown {
    const { clientId, clientSecret } = JSON.parse(body) as Record<string, string>;
    if (
      faults.revoked ||
      clientId !== harbourCredentials.clientId ||
      clientSecret !== harbourCredentials.clientSecret
    )
      return answer(401, { error: "invalid_client" });
    tokensMade++;
    const token = `harbour-token-${randomUUID()}`;
    tokens.add(token);
    answer(200, { token, expiresIn: tokenSeconds, scopes: ["orders", "stock", "products"] });
  }

  function read(operation: string, query: URLSearchParams, answer: Answer): unknown {
    const all = rowsOf(operation);
    if (!all) return answer(404, { error: "unknown" });
    const ids = query.get("ids")?.split(",");
    const since = Date.parse(query.get("since") ?? "") || 0;
    const until = Date.parse(query.get("until") ?? "") || Number.POSITIVE_INFINITY;
    const after = Number(query.get("cursor") ?? 0);
    const by = query.get("by") === "placed" ? "placedAt" : "updatedAt";
    const wanted = all
      .filter((row) => (ids ? ids.includes(row.id) : row[by] >= since && row[by] <= until))
      .sort((a, b) => a.updatedAt - b.updatedAt)
      .slice(after);
    const rows = wanted.slice(0, pageSize);
    const next = wanted.length > pageSize ? after + pageSize : null;
    const shown = rows.map(({ content }) => content);
    answer(200, { rows: faults.repeatPages ? [...shown, ...shown] : shown, next });
  }

  interface Row {
    id: string;
    updatedAt: number;
    placedAt: number;
    content: unknown;
  }

  function rowsOf(operation: string): Row[] | null {
    if (operation === "orders")
      return [...orders.values()].map((order) => ({
        id: order.id,
        updatedAt: order.updatedAt,
        placedAt: order.placedAt.getTime(),
        content: orderContent(order),
      }));
    if (operation === "products")
      return [...skus.values()].map((sku) => ({
        id: sku.code,
        placedAt: 0,
        ...sku,
        content: { ...sku, updatedAt: iso(sku.updatedAt) },
      }));
    if (operation === "stock")
      return [...stock.values()].map((row) => ({
        id: `${row.sku}|${row.place}`,
        updatedAt: row.updatedAt,
        placedAt: 0,
        content: { ...row, updatedAt: iso(row.updatedAt) },
      }));
    if (operation === "places")
      return [
        { id: "HARBOUR-1", updatedAt: 1, placedAt: 0, content: { code: "HARBOUR-1", name: "Harbour" } },
      ];
    return null;
  }

  function writeStock(body: string, answer: Answer): unknown {
    const { sku, place, units, expected } = JSON.parse(body) as Record<string, string | number>;
    const row = stock.get(`${sku}|${place}`);
    if (!row) return answer(404, { error: "unknown" });
    if (expected !== null && expected !== row.units)
      return answer(409, { error: "changed", units: row.units });
    if (!faults.lie) Object.assign(row, { units: Number(units), updatedAt: stamp() });
    answer(200, { done: true });
  }

  function orderContent(order: HarbourOrder): unknown {
    return {
      id: order.id,
      number: order.number,
      version: order.version,
      placedAt: order.placedAt.toISOString(),
      updatedAt: iso(order.updatedAt),
      currency: order.currency,
      customer: order.customer,
      country: order.country,
      cancelledAt: order.cancelledAt,
      shipped: order.shipped,
      lines: order.lines,
      discountMinor: order.discountMinor,
      taxMinor: order.taxMinor,
      shippingMinor: order.shippingMinor,
      refunds: order.refunds,
    };
  }

  function tell(topic: string, content: unknown): unknown {
    const address = callBackAddress;
    if (address === null || Math.random() < faults.dropWebhooks) return;
    const id = randomUUID();
    const body = JSON.stringify({ id, topic, at: iso(Date.now()), content });
    const leave = () => {
      const sent = send(address, body).finally(() => pending.delete(sent));
      pending.add(sent);
    };
    if (!faults.shuffleWebhooks) return leave();
    held.push(leave);
    if (Math.random() < 0.3) held.push(leave);
    while (held.length > 4) held.splice(Math.floor(Math.random() * held.length), 1)[0]?.();
    return undefined;
  }

  async function send(address: string, body: string): Promise<void> {
    const signature = createHmac("sha256", harbourWebhookSecret).update(body).digest("hex");
    const at = String(Math.floor((Date.now() + faults.clockSkewSeconds * 1000) / 1000));
    const headers = {
      "content-type": "application/json",
      "x-harbour-signature": signature,
      "x-harbour-at": at,
    };
    await fetch(address, { method: "POST", headers, body }).then(
      (answered) => answered.arrayBuffer(),
      () => {},
    );
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    faults,
    quota,
    counts: () => structuredClone(tally),
    tokensMade: () => tokensMade,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    callBack: (address) => {
      callBackAddress = address;
    },
    callBacksDone: async () => {
      for (const leave of held.splice(0)) leave();
      while (pending.size > 0) await Promise.all(pending);
    },
    addSku: (code, title = code) => {
      skus.set(code, { code, title, updatedAt: stamp() });
    },
    placeOrder: (order) => {
      const made = {
        ...order,
        id: order.number,
        updatedAt: stamp(),
        version: 1,
        cancelledAt: null,
        shipped: false,
        refunds: [],
      };
      orders.set(order.number, made);
      tell("order", orderContent(made));
    },
    changeOrder: (number, change) => {
      const order = orders.get(number);
      if (!order) throw new RangeError(`no order ${number}`);
      applyChange(order, change);
      order.updatedAt = stamp();
      order.version++;
      tell("order", orderContent(order));
    },
    setStock: (sku, place, units) => {
      stock.set(`${sku}|${place}`, { sku, place, units, updatedAt: stamp() });
      tell("stock", { id: `${sku}|${place}` });
    },
    stockOf: (sku, place) => stock.get(`${sku}|${place}`)?.units ?? null,
  };
}

function applyChange(order: HarbourOrder, change: OrderChange): void {
  if (change.kind === "cancel") order.cancelledAt = change.at.toISOString();
  else if (change.kind === "ship") order.shipped = true;
  else
    order.refunds.push({
      sku: change.sku,
      quantity: change.quantity,
      restock: change.restock,
      at: change.at.toISOString(),
    });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
