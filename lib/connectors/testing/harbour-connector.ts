import { createHmac, timingSafeEqual } from "node:crypto";
import {
  type LiveConnector,
  type Page,
  type ReadRequest,
  refusedCheck,
  type Session,
  type SourceRecord,
  type VendorAnswer,
  VendorError,
  type VendorRequest,
} from "@/lib/connectors/live-contract";
import { quantitySetData, type ReadResult, type SendResult } from "@/lib/core/outbound";

const bucket = "requests";
const channel = "harbour";
const staleSeconds = 300;

type Json = Record<string, unknown>;
type Harbour = Json & { id: string; number: string; version: number; updatedAt: string };

/** The connector to the server beside this file: the least that a connector can be. */
export const harbourConnector: LiveConnector = {
  vendor: "harbour",
  name: "Harbour",
  settings: [
    { key: "clientId", kind: "text", required: true },
    { key: "clientSecret", kind: "secret", required: true },
  ],
  streams: {
    locations: { pollSeconds: 3_600, overlapSeconds: 0, backfill: false, pushed: false },
    products: { pollSeconds: 600, overlapSeconds: 60, backfill: false, pushed: false },
    stock: { pollSeconds: 60, overlapSeconds: 60, backfill: false, pushed: true },
    orders: { pollSeconds: 60, overlapSeconds: 60, backfill: true, pushed: true },
  },
  limits: [{ bucket, perSecond: 180, burst: 30 }],
  check: async (session) => {
    try {
      await ask(session, { method: "GET", url: `${session.settings.baseUrl}/places` });
    } catch (error) {
      const failure = error instanceof VendorError ? error : null;
      const problem = failure?.failure === "unauthorised" ? "wrong_credentials" : "unreachable";
      return {
        ...refusedCheck,
        problem,
        detail: failure?.message ?? null,
      };
    }
    const scopes = ["orders", "stock", "products"];
    return { ok: true, account: "Harbour", scopes, missingScopes: [], problem: null, detail: null };
  },
  read: readPage,
  webhooks: {
    bytesMax: 64 * 1024,
    statuses: { taken: 200, unsigned: 401, malformed: 400 },
    verify: ({ headers, rawBody }, secrets, now) => {
      const given = Buffer.from(headers["x-harbour-signature"] ?? "", "hex");
      const fits = secrets.some((secret) => {
        const right = createHmac("sha256", secret).update(rawBody).digest();
        return given.length === right.length && timingSafeEqual(given, right);
      });
      if (!fits) return "unsigned";
      const ageSeconds = Math.abs(now.getTime() / 1000 - Number(headers["x-harbour-at"]));
      return ageSeconds <= staleSeconds ? "ok" : "stale";
    },
    understand: ({ rawBody }) => {
      const call = parse(rawBody);
      const content = call?.content as Harbour | undefined;
      if (!call || typeof call.id !== "string" || !content) return { kind: "malformed", reason: "no event" };
      const event = {
        kind: "event" as const,
        eventId: call.id,
        topic: String(call.topic),
        eventAt: String(call.at),
      };
      if (call.topic === "order")
        return { ...event, eventAt: content.updatedAt, records: orderRecords(content), fetch: [] };
      if (call.topic === "stock")
        return { ...event, records: [], fetch: [{ stream: "stock", ids: [content.id] }] };
      return { kind: "ignored", topic: String(call.topic) };
    },
  },
  send,
  readBack: async (session, subject): Promise<ReadResult> => {
    if (subject.subject !== "quantity")
      return { outcome: "unreadable", reason: "not_readable", retryAfterSeconds: null };
    try {
      const id = `${subject.sku}|${subject.place ?? "HARBOUR-1"}`;
      const answer = await ask(session, {
        method: "GET",
        url: `${session.settings.baseUrl}/stock?ids=${encodeURIComponent(id)}`,
      });
      const row = (answer.rows as Json[])[0];
      if (!row) return { outcome: "absent" };
      const reading = {
        subject: "quantity" as const,
        sku: subject.sku,
        externalId: subject.externalId,
        place: subject.place,
        units: Number(row.units),
        changedAt: String(row.updatedAt),
        readAt: new Date().toISOString(),
      };
      return { outcome: "seen", reading };
    } catch (error) {
      const failure = error instanceof VendorError ? error : null;
      return {
        outcome: "unreadable",
        reason: failure?.code ?? "no_answer",
        retryAfterSeconds: failure?.retryAfterSeconds ?? null,
      };
    }
  },
};

const paths: Partial<Record<ReadRequest["stream"], string>> = {
  locations: "places",
  products: "products",
  stock: "stock",
  orders: "orders",
};

async function readPage(session: Session, { stream, position, scope }: ReadRequest): Promise<Page> {
  const url = new URL(`${session.settings.baseUrl}/${paths[stream]}`);
  if (scope.kind === "ids") url.searchParams.set("ids", scope.ids.join(","));
  else {
    const since = scope.kind === "backfill" ? scope.from : scope.since;
    if (since !== null) url.searchParams.set("since", since);
    url.searchParams.set("until", scope.until);
    if (scope.kind === "backfill") url.searchParams.set("by", "placed");
  }
  if (position) url.searchParams.set("cursor", String(position.cursor));
  const content = await ask(session, { method: "GET", url: url.href });
  const rows = content.rows as Harbour[];
  const records = rows.flatMap((row) => recordsOf(stream, row));
  const next = content.next === null ? null : { cursor: Number(content.next) };
  return { records, next, progress: null };
}

function recordsOf(stream: ReadRequest["stream"], row: Harbour): SourceRecord[] {
  if (stream === "orders") return orderRecords(row);
  const { updatedAt } = row;
  const common = { version: updatedAt ?? null, raw: row, eventAt: updatedAt ?? null };
  if (stream === "locations")
    return [
      {
        ...common,
        kind: "locations",
        id: String(row.code),
        fields: {
          code: row.code,
          name: row.name,
          kind: "warehouse",
          country: "GB",
          timeZone: "Europe/London",
        },
        version: "1",
        eventAt: null,
      },
      {
        kind: "channels",
        id: channel,
        version: "1",
        fields: {
          code: channel,
          name: "Harbour",
          kind: "own_shop",
          currency: "GBP",
          timeZone: "Europe/London",
          locations: [row.code],
        },
        raw: null,
        eventAt: null,
      },
    ];
  if (stream === "products")
    return [
      {
        ...common,
        kind: "skus",
        id: String(row.code),
        fields: { code: row.code, title: row.title, updatedAt },
      },
      {
        ...common,
        raw: null,
        kind: "listings",
        id: `${channel}|${row.code}`,
        fields: { channel, sku: row.code, listingId: `L-${row.code}`, price: "9.99", updatedAt },
      },
    ];
  return [
    {
      ...common,
      kind: "stock",
      id: `${row.sku}|${row.place}`,
      fields: { sku: row.sku, location: row.place, onHand: row.units, asOf: updatedAt },
    },
  ];
}

/** An order with its returns, as one source record each. */
export function orderRecords(order: Harbour): SourceRecord[] {
  const lines = order.lines as Json[];
  const refunds = order.refunds as Json[];
  const base = { version: String(order.version), eventAt: order.updatedAt };
  const cancelled = order.cancelledAt !== null;
  const number = order.number;
  const money = (minor: unknown) => (Number(minor) / 100).toFixed(2);
  return [
    {
      ...base,
      kind: "orders",
      id: order.id,
      raw: order,
      fields: {
        orderNumber: number,
        placedAt: order.placedAt,
        channel,
        currency: order.currency,
        customer: order.customer,
        country: order.country,
        version: order.version,
        updatedAt: order.updatedAt,
        discount: money(order.discountMinor),
        tax: money(order.taxMinor),
        shipping: money(order.shippingMinor),
        lines: lines.map((line, index) => ({
          lineNo: index + 1,
          sku: line.sku,
          title: line.title,
          quantity: line.quantity,
          unitPrice: money(line.unitPriceMinor),
          cancelledQuantity: cancelled ? line.quantity : 0,
          shippedQuantity: order.shipped && !cancelled ? line.quantity : 0,
        })),
      },
    },
    ...refunds.map(
      (refund, index): SourceRecord => ({
        kind: "returns",
        id: `${number}-R${index + 1}`,
        version: "1",
        eventAt: String(refund.at),
        raw: null,
        fields: {
          returnId: `${number}-R${index + 1}`,
          order: number,
          lineNo: lines.findIndex((line) => line.sku === refund.sku) + 1,
          sku: refund.sku,
          quantity: refund.quantity,
          state: refund.restock ? "restocked" : "expected",
          announcedAt: refund.at,
          ...(refund.restock ? { receivedAt: refund.at, settledAt: refund.at } : {}),
        },
      }),
    ),
  ];
}

async function send(
  session: Session,
  message: Parameters<NonNullable<LiveConnector["send"]>>[1],
): Promise<SendResult> {
  const none = { httpStatus: null, answer: null, receipt: null, retryAfterSeconds: null, current: null };
  if (message.type !== "quantity.set") return { ...none, outcome: "failed", reason: "not_supported" };
  const { sku, place, units, expectedUnits } = quantitySetData.parse(message.data);
  const body = JSON.stringify({ sku, place: place ?? "HARBOUR-1", units, expected: expectedUnits ?? null });
  try {
    const answer = await fetchSigned(session, {
      method: "PUT",
      url: `${session.settings.baseUrl}/stock`,
      body,
    });
    if (answer.status === 200)
      return { ...none, outcome: "accepted", httpStatus: 200, receipt: {}, reason: null };
    const current = {
      subject: "quantity" as const,
      sku,
      externalId: null,
      place: place ?? null,
      units: Number(parse(answer.text)?.units ?? 0),
      readAt: new Date().toISOString(),
    };
    if (answer.status === 409)
      return { ...none, outcome: "refused", httpStatus: 409, reason: "state_changed", current };
    throwFor(answer);
    return { ...none, outcome: "failed", httpStatus: answer.status, reason: `http_${answer.status}` };
  } catch (error) {
    const failure = error instanceof VendorError ? error : null;
    const again = failure?.failure === "throttled" || failure?.failure === "transient";
    return {
      ...none,
      outcome: again ? "retry" : "failed",
      reason: failure?.code ?? "no_answer",
      retryAfterSeconds: failure?.retryAfterSeconds ?? null,
    };
  }
}

async function ask(session: Session, request: VendorRequest): Promise<Json> {
  const answer = await fetchSigned(session, request);
  throwFor(answer);
  const content = parse(answer.text);
  if (answer.status !== 200 || !content)
    throw new VendorError("unexpected", `http_${answer.status}`, "Harbour answered in an unknown form.");
  return content;
}

/** Asks with a token; one that is refused is made anew once. */
async function fetchSigned(session: Session, request: VendorRequest): Promise<VendorAnswer> {
  for (let attempt = 1; ; attempt++) {
    const token = await session.token("access", () => makeToken(session));
    const headers = {
      ...request.headers,
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
    };
    const answer = await session.fetch({ ...request, headers, take: [{ bucket, cost: 1 }] });
    if (answer.status === 429)
      await session.learn(bucket, { waitSeconds: Number(answer.headers["retry-after"] ?? 1) });
    if (answer.status !== 401) return answer;
    await session.dropToken("access");
    if (attempt === 2) return answer;
  }
}

async function makeToken(session: Session): Promise<{ value: string; expiresAt: string }> {
  const body = JSON.stringify({
    clientId: session.settings.clientId,
    clientSecret: session.secrets.clientSecret,
  });
  const answer = await session.fetch({ method: "POST", url: `${session.settings.baseUrl}/token`, body });
  throwFor(answer);
  const content = parse(answer.text);
  const expiresAt = new Date(session.now().getTime() + Number(content?.expiresIn) * 1000).toISOString();
  return { value: String(content?.token), expiresAt };
}

function throwFor({ status, headers }: VendorAnswer): void {
  const code = `http_${status}`;
  if (status === 401) throw new VendorError("unauthorised", code, "Harbour refuses the credentials.");
  if (status === 429)
    throw new VendorError("throttled", code, "Harbour asks to wait.", Number(headers["retry-after"] ?? 1));
  if (status >= 500) throw new VendorError("transient", code, "Harbour is down.");
}

function parse(text: string): Json | null {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? (content as Json) : null;
  } catch {
    return null;
  }
}
