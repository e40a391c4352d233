import type { LiveConnector } from "@/lib/connectors/live-contract";
import type { OutboundMessage, Subject } from "@/lib/core/outbound";
import type { SimulatedShop, SimulatedVendor } from "@/sandbox/live/contract";

/** What is sold at every subject. */
export const subjectSkus = ["CNF-1", "CNF-2", "CNF-3", "CNF-4"] as const;

/** A connector with a server that answers as its vendor does, for the conformance suite. */
export interface ConformanceSubject {
  connector: LiveConnector;
  /** Its write can be overtaken by somebody else's, which the vendor lets us tell from our own. */
  disturbs?: boolean;
  start: () => Promise<StartedSubject>;
}

export interface StartedSubject {
  vendor: SimulatedVendor;
  /** Settings and secrets of a connection that works. */
  settings: Record<string, string>;
  secrets: Record<string, string>;
  /** What may happen at the vendor, each with a number of chance that chooses what it happens to. */
  happenings: readonly ((chance: number) => void)[];
  /** Resolves when the vendor has sent what it had to send. */
  settled: () => Promise<void>;
  /** Where actions are carried out. */
  write: Write | null;
  /** How often a token was made; null: there are none. */
  tokensMade: (() => number) | null;
}

/** An action that can be sent, what proves it, and a form of it that is out of date. */
export interface Write {
  message: (id: string) => OutboundMessage;
  /** The same, expecting what is no longer so; null: the vendor knows no comparison. */
  outdated: ((id: string) => OutboundMessage) | null;
  subject: Subject;
  /** What a reading shows before and after. */
  before: string;
  after: string;
  /** What stands at the vendor this moment, without asking it; left out: only asking tells. */
  effect?: () => string;
  /** Somebody else sets it to something of their own. */
  disturb?: () => void;
}

/** Orders that are placed and changed, and stock that moves, in a shop. */
export function shopHappenings(
  shop: SimulatedShop,
  given: { skus: readonly string[]; place: string; currency: string; numberOf?: (index: number) => string },
): StartedSubject["happenings"] {
  const { skus, place, currency } = given;
  const numberOf = given.numberOf ?? ((index) => `N${1000 + index}`);
  const placed: { number: string; sku: string; done: boolean; refunded: boolean }[] = [];
  const pick = <T>(from: readonly T[], chance: number): T | undefined =>
    from[chance % Math.max(1, from.length)];
  return [
    (chance) => {
      const sku = pick(skus, chance) ?? "";
      const number = numberOf(placed.length);
      placed.push({ number, sku, done: false, refunded: false });
      shop.placeOrder({
        number,
        placedAt: new Date(Date.now() - (chance % 600) * 1000),
        currency,
        customer: String(7_000 + (chance % 5)),
        country: "US",
        lines: [{ sku, title: sku, quantity: 1 + (chance % 4), unitPriceMinor: 500 + (chance % 700) }],
        discountMinor: 0,
        taxMinor: 0,
        shippingMinor: chance % 3 === 0 ? 499 : 0,
      });
    },
    (chance) => {
      const open = pick(
        placed.filter(({ done }) => !done),
        chance,
      );
      if (!open) return;
      open.done = true;
      shop.changeOrder(open.number, { kind: chance % 3 === 0 ? "cancel" : "ship", at: new Date() });
    },
    (chance) => {
      const whole = pick(
        placed.filter(({ refunded }) => !refunded),
        chance,
      );
      if (!whole) return;
      Object.assign(whole, { refunded: true, done: true });
      const { number, sku } = whole;
      shop.changeOrder(number, {
        kind: "refund",
        at: new Date(),
        sku,
        quantity: 1,
        restock: chance % 2 === 0,
      });
    },
    (chance) => shop.setStock(pick(skus, chance) ?? "", place, chance % 90),
  ];
}

/** Setting what a shop shows of a SKU from 40 to 33. */
export function quantityWrite(
  shop: SimulatedShop,
  given: { sku: string; place: string; named: string | null },
): Write {
  shop.setStock(given.sku, given.place, 40);
  const message =
    (expectedUnits: number) =>
    (id: string): OutboundMessage => ({
      id,
      type: "quantity.set",
      data: { actionId: id, sku: given.sku, externalId: null, place: given.named, units: 33, expectedUnits },
    });
  return {
    message: message(40),
    outdated: message(39),
    subject: { subject: "quantity", sku: given.sku, externalId: null, place: given.named },
    before: "40",
    after: "33",
    effect: () => String(shop.stockOf(given.sku, given.place)),
    disturb: () => shop.setStock(given.sku, given.place, 51),
  };
}
