import { type LiveFaults, noLiveFaults, type SimulatedOrder } from "../contract";
import type { AmazonOptions } from "./options";

export interface ShopLine {
  itemId: string;
  sku: string;
  title: string;
  quantity: number;
  unitPriceMinor: number;
  shipped: number;
  cancelled: number;
}

export interface ShopOrder extends Omit<SimulatedOrder, "lines"> {
  lines: ShopLine[];
  byAmazon: boolean;
  state: "open" | "shipped" | "cancelled";
  /** When it last changed, on Amazon's clock, in milliseconds. */
  changedAt: number;
  replaces: string | null;
}

/** What Amazon stores of a SKU. */
export interface Shelf {
  fulfillable: number;
  reserved: number;
  unfulfillable: number;
  researching: number;
  working: number;
  shipped: number;
  receiving: number;
  changedAt: number;
}

export interface Offer {
  sku: string;
  asin: string;
  title: string;
  productType: string;
  priceMinor: number | null;
  byAmazon: boolean;
  /** What the seller offers; null where Amazon ships, or where no quantity was ever set. */
  quantity: number | null;
  buyable: boolean;
  /** Amazon took it off the site. */
  suppressed?: boolean;
  missing: readonly string[];
  changedAt: number;
}

export interface Report {
  id: string;
  type: string;
  from: number;
  until: number;
  looks: number;
  cancelled: boolean;
  fatal: boolean;
}

export interface Operation {
  id: string;
  name: string;
  looks: number;
  problem: { code: string; message: string } | null;
}

export interface InboundPlan {
  id: string;
  name: string;
  status: "ACTIVE" | "VOIDED" | "SHIPPED" | "ERRORED";
  createdAt: number;
  changedAt: number;
  sourceAddress: unknown;
  items: { msku: string; quantity: number; labelOwner: string; prepOwner: string }[];
  packing: { id: string; status: "OFFERED" | "ACCEPTED" }[];
  placement: { id: string; status: "OFFERED" | "ACCEPTED"; fee: number; shipments: string[] }[];
  transport: {
    id: string;
    shipmentId: string;
    solution: string;
    preconditions: string[];
    accepted: boolean;
  }[];
  shipments: { id: string; status: string }[];
}

/** A page that was not asked for yet: which rows, and under which question. */
export interface Ticket {
  rows: readonly string[];
  offset: number;
  question: string;
  madeAt: number;
  repeated: boolean;
}

export interface AmazonState {
  options: AmazonOptions;
  faults: LiveFaults;
  orders: Map<string, ShopOrder>;
  shelves: Map<string, Shelf>;
  offers: Map<string, Offer>;
  tokens: Map<string, number>;
  tickets: Map<string, Ticket>;
  reports: Map<string, Report>;
  documents: Map<string, { reportId: string; madeAt: number }>;
  operations: Map<string, Operation>;
  plans: Map<string, InboundPlan>;
  subscriptions: Map<string, { id: string; destinationId: string }>;
  /** How many of the next reports cannot be made. */
  fatalReports: number;
  /** Next of every number that Amazon makes up. */
  made: number;
  random: () => number;
}

export function newState(options: AmazonOptions): AmazonState {
  return {
    options,
    faults: { ...noLiveFaults },
    orders: new Map(),
    shelves: new Map(),
    offers: new Map(),
    tokens: new Map(),
    tickets: new Map(),
    reports: new Map(),
    documents: new Map(),
    operations: new Map(),
    plans: new Map(),
    subscriptions: new Map(),
    fatalReports: 0,
    made: 0,
    random: randomFrom(options.seed),
  };
}

/** Amazon's own clock. */
export const vendorNow = (state: AmazonState): number => Date.now() + state.faults.clockSkewSeconds * 1000;

export const stamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

/** An id of 38 letters, such as the inbound interface gives. */
export function longId(state: AmazonState, prefix: string): string {
  const tail = (++state.made).toString(16).padStart(12, "0");
  return `${prefix}00000000-0000-4000-8000-${tail}`;
}

/** mulberry32, so that a run can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
