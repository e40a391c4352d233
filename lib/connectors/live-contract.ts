import type { OutboundMessage, ReadResult, SendResult, Subject } from "@/lib/core/outbound";

/**
 * What a vendor's connector is: a folder under lib/connectors and a line in live-registry.ts. It speaks the vendor's
 * protocol and puts its records into our fields; it keeps nothing, knows no table and no clock of its own. Everything that
 * must be kept, shared between workers or waited for is the engine's (lib/ingest/sync), which hands it in as a Session.
 */
export interface LiveConnector {
  /** As in `connection.vendor`: shopify, amazon_sp, amazon_ads, woocommerce. */
  vendor: string;
  /** The vendor's own name, the same in every language. */
  name: string;
  /** What a person enters to connect, in the order of the form. */
  settings: readonly Setting[];
  streams: Partial<Record<Stream, StreamSpec>>;
  /** Buckets that the vendor names beforehand; others are learned from its answers. */
  limits: readonly Limit[];
  /** Tries the credentials and lists what is granted. Throws VendorError for an answer that is none. */
  check(session: Session): Promise<CheckResult>;
  /** Reads one page. Called again with the answer's `next` until that is null. Throws VendorError. */
  read(session: Session, request: ReadRequest): Promise<Page>;
  /** Present where the vendor calls us. */
  webhooks?: WebhookSide;
  /** Present where actions can be carried out. Throws VendorError only when the grant is gone: the action then waits for a new one. */
  send?(session: Session, message: OutboundMessage): Promise<SendResult>;
  readBack?(session: Session, subject: Subject): Promise<ReadResult>;
  /** How goods are moved through it: between two of its own places, or to one of them from anywhere. Left out: not at all. */
  transfers?: "between" | "inbound";
  /** Present where daily budgets of campaigns can be set. */
  budgets?: true;
  /** Present where a quantity is of one of several places. */
  quantities?: "by_place";
  /** Codes of the places whose stock this account keeps unless somebody says otherwise; left out: none. */
  keeps?(settings: Readonly<Record<string, string>>): readonly string[];
}

export const STREAMS = [
  "products",
  "locations",
  "stock",
  "listings",
  "orders",
  "returns",
  "campaigns",
  "product_ads",
  "ad_spend",
] as const;
export type Stream = (typeof STREAMS)[number];

export interface StreamSpec {
  /** How fresh the stream is wanted, without being asked for: the usual time between polls. */
  pollSeconds: number;
  /** What a sync reads again from before its watermark, for changes that become visible late. */
  overlapSeconds: number;
  /** Whether a chosen period can be read anew. */
  backfill: boolean;
  /** Whether the vendor pushes it, so that polling is only the net below. */
  pushed: boolean;
}

export interface Setting {
  /** Of the key under `connectors.settings` in the messages, and in Session.settings or Session.secrets. */
  key: string;
  kind: "text" | "address" | "choice" | "secret";
  choices?: readonly string[];
  required: boolean;
}

/** A token bucket of an account (or of the application, where the vendor counts so). */
export interface Limit {
  bucket: string;
  perSecond: number;
  burst: number;
}

export interface CheckResult {
  ok: boolean;
  /** Name of the account at the vendor, for the person to recognise. */
  account: string | null;
  scopes: readonly string[];
  missingScopes: readonly string[];
  /** What is wrong: wrong_credentials, missing_scopes, wrong_account, wrong_region, wrong_marketplace, unreachable, expired. */
  problem: string | null;
  /** What the vendor said, without secrets, at most 300 characters. */
  detail: string | null;
}

/** Credentials of which nothing more is known, to be filled in by what is. */
export const refusedCheck: Readonly<CheckResult> = {
  ok: false,
  account: null,
  scopes: [],
  missingScopes: [],
  problem: null,
  detail: null,
};

export interface ReadRequest {
  stream: Stream;
  /** Where the page begins, as an earlier answer gave it; null: at the beginning of this sync. */
  position: Position | null;
  /** incremental: what changed since. backfill: what happened in the period. ids: just these (of a webhook, or to close a gap). */
  scope:
    | { kind: "incremental"; since: string | null; until: string }
    | { kind: "backfill"; from: string; until: string }
    | { kind: "ids"; ids: readonly string[] };
}

/** Any JSON; kept between pages so that a sync goes on where it was killed. */
export type Position = Record<string, string | number | boolean | null>;

export interface Page {
  records: readonly SourceRecord[];
  /** Null: that was the last page. */
  next: Position | null;
  /** How far along, 0 to 1, where the vendor lets it be known. */
  progress: number | null;
  /** Of what was asked for by its id: what is not there any more. */
  gone?: readonly Gone[];
  /** The vendor is still preparing what comes next (a report): ask for `next` no sooner than this. */
  waitSeconds?: number;
}

/** Something that was deleted at the source, by its own id. */
export interface Gone {
  kind: "order" | "product";
  id: string;
}

/** One record of a source in the fields that POST /api/v1/records/{kind} takes. */
export interface SourceRecord {
  kind: RecordKind;
  /** The vendor's id of the thing. */
  id: string;
  /** Tells this state of the thing from every other: an update time or a number. Null: the raw form's hash is used. */
  version: string | null;
  fields: Record<string, unknown>;
  /** As the vendor sent it; null: the same as another record of this page holds (an order's returns beside the order). */
  raw: unknown;
  /** When it happened or changed at the source, ISO 8601. */
  eventAt: string | null;
  /** Of listings: the source's id of the product that they end with. */
  partOf?: string;
  /** Of orders: what the source says beside the fields, to hold them against. Left out where it says nothing of the kind. */
  checks?: OrderChecks;
}

export interface OrderChecks {
  /** What was paid in so far, an exact decimal in the order's currency. */
  captured?: string;
  /** By lines-hash.ts, over the lines as the vendor sent them; SKUs by our codes. */
  linesHash?: string;
}

/** The kinds of lib/ingest/schemas. */
export type RecordKind =
  | "skus"
  | "locations"
  | "channels"
  | "listings"
  | "stock"
  | "orders"
  | "returns"
  | "campaigns"
  | "product-ads"
  | "ad-spend";

/** What the engine lends a connector for one call. */
export interface Session {
  connection: { id: number; key: string; simulated: boolean; allowPrivateNetwork?: boolean };
  /** What is not secret: shop, region, marketplace, API version. `baseUrl` overrides the vendor's own address (tests, sandbox). */
  settings: Readonly<Record<string, string>>;
  /** Opened for this call: client secrets, tokens; `webhookSecret`, made by the engine, for vendors that let us choose what signs. Never to be put into an error or a log. */
  secrets: Readonly<Record<string, string>>;
  /** One request. Waits for the buckets named, keeps to the address rules, measures, never logs headers or bodies. Rejects with VendorError for a network failure or a time-out only. */
  fetch(request: VendorRequest): Promise<VendorAnswer>;
  /** An access token: from the store while it is good, else made by `make`, once for all workers of the account. */
  token(name: string, make: () => Promise<{ value: string; expiresAt: string }>): Promise<string>;
  /** Forgets a token that the vendor has just refused. */
  dropToken(name: string): Promise<void>;
  /** Tells the engine what the vendor said about a bucket: its rate, what is left, or how long to wait. */
  learn(
    bucket: string,
    seen: { perSecond?: number; burst?: number; left?: number; waitSeconds?: number },
  ): Promise<void>;
  now(): Date;
  signal: AbortSignal;
}

export interface VendorRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: string | null;
  /** Buckets to take from before sending, with the cost in their unit. */
  take?: readonly { bucket: string; cost: number }[];
  timeoutSeconds?: number;
  /** Longest answer that is read; 20 MB when left out. */
  bytesMax?: number;
  /** Hands the body on as it came, for files that are no text. */
  bytes?: boolean;
}

export interface VendorAnswer {
  status: number;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  text: string;
  /** Where the request asked for it. */
  bytes?: Uint8Array;
}

/** The vendor's side of calls to us. */
export interface WebhookSide {
  /** Longest body that is taken. */
  bytesMax: number;
  /** What to answer, by what became of it, as the vendor expects it. */
  statuses: { taken: number; unsigned: number; malformed: number };
  /** Checks signature and age over the raw body. Several secrets while one is being rotated: any may fit. */
  verify(call: WebhookCall, secrets: readonly string[], now: Date): "ok" | "unsigned" | "stale";
  /** What the call means; throws nothing: what cannot be read is `malformed`. */
  understand(call: WebhookCall, settings: Readonly<Record<string, string>>): WebhookMeaning;
  /** Makes sure that the vendor calls `address` for what we use. Repeats harmlessly. */
  subscribe?(session: Session, address: string): Promise<void>;
  unsubscribe?(session: Session, address: string): Promise<void>;
}

export interface WebhookCall {
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  rawBody: string;
}

export type WebhookMeaning =
  | {
      kind: "event";
      /** The same for every delivery of one event. */
      eventId: string;
      topic: string;
      eventAt: string | null;
      /** Records that the body already holds whole. */
      records: readonly SourceRecord[];
      /** What must be asked for, because the body only names it. */
      fetch: readonly { stream: Stream; ids: readonly string[] }[];
      /** What was deleted. */
      gone?: readonly Gone[];
    }
  | { kind: "ignored"; topic: string }
  /** The account's owner has ended the grant: an administrator has to reconnect. */
  | { kind: "grant_ended"; eventId: string; topic: string; eventAt: string | null }
  | { kind: "malformed"; reason: string };

/** What a vendor's failure means for us. */
export type FailureClass =
  /** Ask again at the pace it wants: 429, THROTTLED, 503 of its own. */
  | "throttled"
  /** Nothing is known to have happened; worth another try. */
  | "transient"
  /** The grant is gone: an administrator has to reconnect. */
  | "unauthorised"
  | "forbidden"
  /** It will not work however often it is tried. */
  | "refused"
  /** An answer that the contract does not know. */
  | "unexpected";

/** A vendor's failure, in a form that may be shown and logged: no secret, no customer's data. */
export class VendorError extends Error {
  readonly failure: FailureClass;
  /** Short and stable, such as `http_429`, `THROTTLED`, `timeout`. */
  readonly code: string;
  readonly retryAfterSeconds: number | null;
  constructor(failure: FailureClass, code: string, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.name = "VendorError";
    this.failure = failure;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
