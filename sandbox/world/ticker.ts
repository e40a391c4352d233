import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "@/db/client";
import { log } from "@/lib/core/log";
import { randomStream } from "../company/random";
import type { LiveVendors } from "../shops/start";
import type { VendorState } from "../vendors/state";
import { type RecordsClient, Refused } from "./client";
import { loadEmptyAds, loadOffers, type Offer } from "./shops";
import { confirmReadings, placeOrder, publishQuantities, reportSpend, shipOrders } from "./steps";

const TICK_MS = 5_000;
/** Orders a minute: lively at first, so that somebody who looks sees it; then as many as the company usually has. */
const LIVELY_MINUTES = 20;
const LIVELY_PER_MINUTE = 3;
const ORDERS_PER_DAY_MAX = 900;

const everyMs = {
  shipments: 60_000,
  quantities: 45_000,
  spend: 120_000,
  readings: 600_000,
  offers: 900_000,
} as const;

export interface World {
  stop: () => Promise<void>;
  /** Ads that the platforms stopped by themselves, as of the last look. */
  emptyAds: () => ReadonlySet<string>;
}

/**
 * Keeps the sample company alive: shoppers order what is on the shelves, orders leave, shops show new quantities, ads
 * spend, warehouses confirm their levels. What happens at live shops goes into them; all else goes in over /api/v1. The
 * database is only looked at. `renewToken` is asked when Plimsoll refuses the token.
 */
export function startWorld(options: {
  db: Db;
  client: RecordsClient;
  vendors: VendorState;
  live: Pick<LiveVendors, "shops" | "ads">;
  renewToken: () => Promise<void>;
}): World {
  const { db, client, vendors, live } = options;
  const { shops } = live;
  const stopped = new AbortController();
  const random = randomStream(String(Date.now()), "world");
  const startedAt = Date.now();
  const dueAt: Record<keyof typeof everyMs, number> = {
    readings: 0,
    offers: 0,
    spend: 5_000,
    shipments: 15_000,
    quantities: 20_000,
  };
  let offers: Offer[] = [];
  let emptyAds: ReadonlySet<string> = new Set();
  let spentUntil = Date.now();
  let ordersToday = 0;
  let today = "";

  /** Does something when it is due; what fails is due again in the next round. */
  const when = async (what: keyof typeof everyMs, act: () => Promise<void>) => {
    const age = Date.now() - startedAt;
    if (age < dueAt[what]) return;
    await act();
    dueAt[what] = age + everyMs[what];
  };

  async function round(): Promise<void> {
    await when("readings", () => confirmReadings(db, client));
    await when("offers", async () => {
      offers = await loadOffers(db);
      emptyAds = await loadEmptyAds(db);
    });
    const day = new Date().toISOString().slice(0, 10);
    if (day !== today) [today, ordersToday] = [day, 0];
    const usual = offers.reduce((sum, offer) => sum + offer.unitsPerDay, 0) / 1.8 / 1440;
    const perMinute = Date.now() - startedAt < LIVELY_MINUTES * 60_000 ? LIVELY_PER_MINUTE : usual;
    if (ordersToday < ORDERS_PER_DAY_MAX && random.chance((perMinute * TICK_MS) / 60_000)) {
      ordersToday++;
      await placeOrder(db, client, offers, random, shops);
    }
    await when("shipments", () => shipOrders(db, client, shops));
    await when("quantities", () => publishQuantities(db, client, shops));
    await when("spend", () => {
      // A machine that slept showed no ads meanwhile.
      const spanMs = Math.min(Date.now() - spentUntil, everyMs.spend * 2);
      spentUntil = Date.now();
      for (const platform of live.ads.values()) platform.spend(spanMs, emptyAds);
      return reportSpend(client, vendors, emptyAds);
    });
  }

  const run = async () => {
    while (!stopped.signal.aborted) {
      try {
        await round();
      } catch (error) {
        if (error instanceof Refused)
          await options.renewToken().catch((cause: unknown) => log.warn({ cause }, "sandbox: no token"));
        else
          log.warn(
            { error: error instanceof Error ? error.message : error },
            "sandbox: a round of the simulated world failed",
          );
        await sleep(4 * TICK_MS, undefined, { signal: stopped.signal }).catch(() => {});
      }
      await sleep(TICK_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    emptyAds: () => emptyAds,
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}
