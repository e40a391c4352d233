import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { makeCampaigns } from "./campaigns";
import { makeHistory } from "./history";
import { makeMistakes } from "./mistakes";
import { FRA, LAX } from "./places";
import { makeRates } from "./rates";
import { simulateCompany } from "./simulate";
import { shelfKey } from "./types";
import { localMidnight } from "./zone-time";

const now = new Date("2026-03-14T15:09:26Z");

/** Counts of all that the writers are handed, and every 97th row of it. */
function fingerprint(seed: string): string {
  const company = simulateCompany(seed, now);
  const rates = makeRates(seed, company.firstDayMs);
  const campaigns = makeCampaigns(company);
  const history = makeHistory(company, campaigns, rates).map(({ ad, ...decision }) => ({
    ...decision,
    ad: ad?.id,
  }));
  const checks = makeMistakes(company).map(({ order, ...check }) => ({ ...check, order: order?.id }));
  const { skus, listings, orders, moves, inbound, outages, returns, transfers } = company;
  const lists: unknown[][] = [
    skus,
    listings,
    orders,
    moves,
    inbound,
    outages,
    returns,
    transfers,
    [...company.available],
    rates.rows,
    history,
    checks,
  ];
  const sampled = lists.map((list) => [list.length, list.filter((_, at) => at % 97 === 0)]);
  return createHash("sha256").update(JSON.stringify(sampled)).digest("hex");
}

test("same seed and same moment, same company; another seed, another one", () => {
  const first = fingerprint("one");
  expect(fingerprint("one")).toBe(first);
  expect(fingerprint("two")).not.toBe(first);
}, 120_000);

test("nothing happens after the moment at which it ends, and levels follow from the moves", () => {
  const company = simulateCompany("one", now);
  expect(company.moves.every((move) => move.at <= now.getTime())).toBe(true);
  expect(company.orders.every((order) => order.placedAt <= now.getTime())).toBe(true);
  const lines = company.orders.reduce((sum, order) => sum + order.lines.length, 0);
  expect(lines).toBeGreaterThan(140_000);
  expect(lines).toBeLessThan(260_000);
  const onHand = new Map<string, number>();
  for (const { sku, from, to, quantity } of company.moves) {
    onHand.set(`${sku}/${from}`, (onHand.get(`${sku}/${from}`) ?? 0) - quantity);
    onHand.set(`${sku}/${to}`, (onHand.get(`${sku}/${to}`) ?? 0) + quantity);
  }
  const negative = [...onHand].filter(([place, units]) => Number(place.split("/")[1]) >= 10 && units < 0);
  expect(negative).toEqual([]);
  // What an ad of its own leads to is short there and plenty elsewhere.
  const { misplaced } = company;
  const at = (location: number) => company.available.get(shelfKey(misplaced?.sku.id ?? 0, location)) ?? -1;
  expect(at(FRA)).toBeGreaterThan(0);
  expect(at(LAX)).toBeGreaterThan(8 * at(FRA));
  const leading = makeCampaigns(company).filter(({ channel, ads }) =>
    ads.some(({ listing }) => listing.sku === misplaced?.sku && channel === misplaced?.channel),
  );
  expect(leading.map(({ ads }) => ads.length)).toEqual([1]);
}, 60_000);

test("midnight is the place's own, also on a day with a change of clocks", () => {
  const midnight = Date.parse("2026-03-08T08:00:00Z");
  expect(localMidnight(midnight + 15 * 3_600_000, "America/Los_Angeles")).toBe(midnight);
});
