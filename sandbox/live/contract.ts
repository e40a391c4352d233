/** What every simulated vendor of sandbox/live shares: the world happens to it, faults are switched, requests are counted. */
export interface SimulatedVendor {
  /** Such as http://127.0.0.1:41873, to be used as a connection's `baseUrl`. */
  origin: string;
  stop: () => Promise<void>;
  faults: LiveFaults;
  /** Requests that arrived, by operation as the vendor's limits name it; throttled ones too, with how many were. */
  counts: () => Readonly<Record<string, { requests: number; throttled: number }>>;
}

/** A vendor where things are sold. Stock and orders are what the shop itself shows. */
export interface SimulatedShop extends SimulatedVendor {
  placeOrder: (order: SimulatedOrder) => void;
  /** Throws RangeError for an order that is not there. */
  changeOrder: (number: string, change: OrderChange) => void;
  /** What the shop has of a SKU at one of its places, or publishes of it where it has no places. */
  setStock: (sku: string, place: string, units: number) => void;
  stockOf: (sku: string, place: string) => number | null;
}

export interface SimulatedOrder {
  number: string;
  placedAt: Date;
  currency: string;
  /** An id of the customer at the shop; never a name. */
  customer: string;
  country: string;
  lines: readonly { sku: string; title: string; quantity: number; unitPriceMinor: number }[];
  discountMinor: number;
  taxMinor: number;
  shippingMinor: number;
}

/** An order that was there before the server began. Nobody is told of it. */
export interface KnownOrder {
  number: string;
  placedAt: Date;
  /** When the shop last changed it. */
  updatedAt: Date;
  currency: string;
  customer: string | null;
  country: string;
  state: "open" | "shipped" | "cancelled";
  lines: readonly {
    sku: string;
    title: string;
    quantity: number;
    shipped: number;
    cancelled: number;
    unitPriceMinor: number;
    /** The place it leaves, or left, from; shops without places pass over it. */
    place: string;
  }[];
  discountMinor: number;
  taxMinor: number;
  shippingMinor: number;
}

export type OrderChange =
  | { kind: "cancel"; at: Date }
  | { kind: "ship"; at: Date }
  | { kind: "refund"; at: Date; sku: string; quantity: number; restock: boolean };

/** Faults by switch; each vendor does what it would do in such a case. */
export interface LiveFaults {
  /** Seconds that every answer waits; the effect is there at once. */
  slowSeconds: number;
  /** 503 to everything. */
  down: boolean;
  /** Answers as over the limit this many times in a row. */
  throttleNext: number;
  /** Every page comes twice. */
  repeatPages: boolean;
  /** Share of the webhooks that never leave, 0 to 1. */
  dropWebhooks: number;
  /** Webhooks leave in an order of chance, and some twice. */
  shuffleWebhooks: boolean;
  /** Writes are answered as done and change nothing. */
  lie: boolean;
  /** Every token is refused until a new one is made. */
  expireTokens: boolean;
  /** Every grant is refused: somebody must connect anew. */
  revoked: boolean;
  /** The vendor's clock runs ahead by this. */
  clockSkewSeconds: number;
  /** Cuts the connection in the middle of this many next answers. */
  cutNext: number;
}

export const noLiveFaults: Readonly<LiveFaults> = {
  slowSeconds: 0,
  down: false,
  throttleNext: 0,
  repeatPages: false,
  dropWebhooks: 0,
  shuffleWebhooks: false,
  lie: false,
  expireTokens: false,
  revoked: false,
  clockSkewSeconds: 0,
  cutNext: 0,
};
