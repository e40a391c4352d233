/** A product of the sample company. Its id is its place in the list, from 1. */
export interface Sku {
  id: number;
  code: string;
  title: string;
  titleLang: string;
  brand: string;
  category: string;
  barcode: string;
  unitCost: number;
  price: number;
  packSize: number;
  weightGrams: number;
  volumeCm3: number;
  hazmat: boolean;
  coldChain: boolean;
  lifecycle: "draft" | "active" | "phase_out" | "discontinued";
  /** First day of the simulation on which it can be sold; 0 for all but new ones. */
  launchDay: number;
  peakDay: number;
  peakStrength: number;
  /** Units a day over all channels, in the middle of the year. */
  popularity: number;
}

/** One published offer of a SKU on a channel. */
export interface Listing {
  id: number;
  channel: number;
  sku: Sku;
  externalId: string;
  /** In minor units of the channel's currency. */
  priceMinor: number;
  /** Units a day, before seasons. */
  unitsPerDay: number;
  state: "active" | "inactive" | "blocked" | "draft";
}

export interface OrderLine {
  sku: Sku;
  /** Index of the location that fulfils it. */
  location: number;
  quantity: number;
  cancelled: number;
  shipped: number;
  priceMinor: number;
}

export interface Order {
  id: number;
  channel: number;
  externalId: string;
  placedAt: number;
  lines: OrderLine[];
  state: "open" | "shipped" | "completed" | "cancelled";
  shippedAt: number | null;
  deliveredAt: number | null;
  /** Milliseconds from the source's event to the moment Plimsoll showed it. */
  lagMs: number;
  syncError: string | null;
  byHand: boolean;
  discountMinor: number;
  customer: string | null;
}

/** A row of the ledger; places as db/queries/ledger.ts numbers them. */
export interface Move {
  at: number;
  sku: number;
  from: number;
  to: number;
  quantity: number;
  reason: string;
  document: string | null;
  connection: number | null;
}

export interface Inbound {
  document: string;
  sku: number;
  location: number;
  quantity: number;
  received: number;
  expectedAt: number;
  confirmed: boolean;
  closed: boolean;
}

/** Time during which a SKU could not be bought at a location; `until` is null while it lasts. */
export interface Outage {
  sku: number;
  location: number;
  from: number;
  until: number | null;
}

export interface Return {
  orderId: number;
  placedAt: number;
  lineNo: number;
  channel: number;
  sku: number;
  location: number;
  quantity: number;
  refundMinor: number;
  reason: string;
  state: "expected" | "inspection" | "restocked" | "written_off";
  announcedAt: number;
  receivedAt: number | null;
  settledAt: number | null;
}

/** A transfer the sample company carried out in the past, or has on its way. */
export interface Transfer {
  number: string;
  lane: number;
  sku: number;
  quantity: number;
  shipped: number | null;
  received: number | null;
  state: "planned" | "sent" | "shipped" | "received" | "cancelled";
  plannedAt: number;
  shippedAt: number | null;
  expectedAt: number;
  receivedAt: number | null;
  /** How the receiver stood when it was decided. */
  receiverAvailable: number;
  receiverRate: number;
}

/** Everything the simulation hands to the writers. */
export interface Simulation {
  orders: Order[];
  moves: Move[];
  inbound: Inbound[];
  outages: Outage[];
  returns: Return[];
  transfers: Transfer[];
  /** First moment a SKU was on a location's shelf, by `shelfKey`. */
  knownSince: Map<number, number>;
  /** Available units at the end, by `shelfKey`; absent: never read. */
  available: Map<number, number>;
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
/** One number for a SKU at a location. */
export const shelfKey = (sku: number, location: number): number => sku * 16 + location;
