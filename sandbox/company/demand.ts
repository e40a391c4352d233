import { SIMULATED_DAYS } from "./catalogue";
import { type Channel, channels, currencies } from "./channels";
import { type Random, randomStream } from "./random";
import { DAY_MS, type Listing, type Sku } from "./types";

/** Order lines a day over all channels, on an ordinary day in the middle of the span. */
const LINES_PER_DAY = 520;
/** Products that everybody suddenly wants, and how long already. */
const SURGING_SKUS = 7;
const SURGE_DAYS = 5;

const externalIds: Record<string, (id: number, random: Random) => string> = {
  "amazon-us": (_, random) =>
    `B0${Array.from({ length: 8 }, () => random.pick([..."BCDFGHJKLMNPQRSTVWXYZ0123456789"])).join("")}`,
  "amazon-de": (_, random) =>
    `B0${Array.from({ length: 8 }, () => random.pick([..."BCDFGHJKLMNPQRSTVWXYZ0123456789"])).join("")}`,
  "shop-us": (id) => `${8_070_000_000_000 + id * 32_768}`,
  "shop-tw": (id) => `${20_000 + id}`,
  "walmart-us": (id) => `${550_000_000 + id * 37}`,
  "lazada-sg": (id) => `SG-${2_400_000 + id * 13}`,
};

/** Marketplaces block what they find wrong; a shop of one's own only takes it off. */
function stateOff({ kind }: Channel, random: Random): "blocked" | "inactive" {
  const state = random.pick(["blocked", "inactive"] as const);
  return kind === "own_shop" ? "inactive" : state;
}

function priceOn(channel: Channel, sku: Sku, random: Random): number {
  const minor = (sku.price / (currencies[channel.currency] ?? 1)) * 100 * random.between(0.97, 1.08);
  return (
    Math.max(channel.priceStepMinor, Math.floor(minor / channel.priceStepMinor) * channel.priceStepMinor) +
    channel.priceEndMinor
  );
}

/** Which SKU is offered where, at what price, and how often it is bought there. */
export function makeListings(seed: string, skus: readonly Sku[]): Listing[] {
  const random = randomStream(seed, "listings");
  const listings: Listing[] = [];
  const used = new Set<string>();
  for (const [channelNo, channel] of channels.entries()) {
    const offered = skus.filter((sku) => sku.lifecycle !== "draft" && random.chance(channel.assortment));
    const weights = offered.map((sku) => sku.popularity * random.logNormal(0.35));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [at, sku] of offered.entries()) {
      const id = listings.length + 1;
      const makeId =
        externalIds[channel.code] ??
        ((number: number) => `${channel.code.slice(0, 2).toUpperCase()}${70_000_000 + number * 101}`);
      let externalId = makeId(id, random);
      while (used.has(`${channelNo}/${externalId}`)) externalId = makeId(id, random);
      used.add(`${channelNo}/${externalId}`);
      const off = sku.lifecycle === "discontinued" || random.chance(0.012);
      listings.push({
        id,
        channel: channelNo,
        sku,
        externalId,
        priceMinor: priceOn(channel, sku, random),
        unitsPerDay: off ? 0 : (LINES_PER_DAY * channel.demandShare * (weights[at] ?? 0)) / total,
        state: sku.lifecycle === "discontinued" ? "inactive" : off ? stateOff(channel, random) : "active",
      });
    }
  }
  return listings;
}

/** How much more or less of a listing is wanted on a day than on an ordinary one, and what is taken off its price. */
export interface DayDemand {
  factor: (listing: Listing) => number;
  discount: (listing: Listing) => number;
}

interface Promotion {
  sku: number;
  channel: number;
  firstDay: number;
  lastDay: number;
}

/** Shopping days everybody knows: month and day, lift, and what kind of shop takes part. */
const shoppingDays = [
  { from: "07-08", to: "07-11", lift: 1.9, codes: ["amazon-us", "amazon-de"] },
  { from: "11-11", to: "11-11", lift: 3.2, codes: ["shopee-tw", "lazada-sg", "shop-tw"] },
  {
    from: "11-24",
    to: "11-30",
    lift: 2.1,
    codes: ["amazon-us", "shop-us", "walmart-us", "amazon-de", "tiktok-uk"],
  },
  { from: "12-12", to: "12-12", lift: 2.7, codes: ["shopee-tw", "lazada-sg", "shop-tw"] },
  {
    from: "12-01",
    to: "12-20",
    lift: 1.35,
    codes: ["amazon-us", "shop-us", "walmart-us", "amazon-de", "tiktok-uk"],
  },
];

/** Seasons, weekdays, growth, promotions, the great shopping days, launches, phase-outs and the surge at the end. */
export function makeDemandCalendar(
  seed: string,
  listings: readonly Listing[],
  firstDayMs: number,
): (day: number) => DayDemand {
  const random = randomStream(seed, "calendar");
  const promotions: Promotion[] = Array.from({ length: 70 }, () => {
    const listing = random.pick(listings);
    const firstDay = random.int(10, SIMULATED_DAYS - 3);
    return { sku: listing.sku.id, channel: listing.channel, firstDay, lastDay: firstDay + random.int(3, 9) };
  });
  const surging = surgingSkus(listings);
  return (day) => {
    const date = new Date(firstDayMs + day * DAY_MS);
    const monthDay = date.toISOString().slice(5, 10);
    const weekday = (date.getUTCDay() + 6) % 7;
    const dayOfYear = Math.round((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS);
    const growth = 0.82 + (0.36 * day) / SIMULATED_DAYS;
    const noise = Math.exp(random.normal() * 0.06);
    const running = new Set(
      promotions.filter((p) => p.firstDay <= day && day <= p.lastDay).map((p) => `${p.sku}/${p.channel}`),
    );
    const byChannel = channels.map((channel) => {
      const great = shoppingDays.find(
        (d) => d.from <= monthDay && monthDay <= d.to && d.codes.includes(channel.code),
      );
      return growth * noise * (channel.weekdays[weekday] ?? 1) * (great?.lift ?? 1);
    });
    const surge =
      day > SIMULATED_DAYS - 1 - SURGE_DAYS ? 3.5 + 1.1 * (day - (SIMULATED_DAYS - 1 - SURGE_DAYS)) : 1;
    return {
      factor: ({ sku, channel }) => {
        if (day < sku.launchDay) return 0;
        const season = 1 + sku.peakStrength * Math.cos((2 * Math.PI * (dayOfYear - sku.peakDay)) / 365) * 0.8;
        const ramp = sku.launchDay > 0 ? Math.min(1, (day - sku.launchDay + 3) / 21) : 1;
        const fade = sku.lifecycle === "phase_out" ? 1 - (0.75 * day) / SIMULATED_DAYS : 1;
        const promoted = running.has(`${sku.id}/${channel}`) ? 2.3 : 1;
        return (
          (byChannel[channel] ?? 1) * season * ramp * fade * promoted * (surging.has(sku.id) ? surge : 1)
        );
      },
      discount: ({ sku, channel }) => (running.has(`${sku.id}/${channel}`) ? 0.15 : 0),
    };
  };
}

/** The products whose demand jumps in the last days: of middling sales, so that the jump shows. */
export function surgingSkus(listings: readonly Listing[]): Set<number> {
  const unitsBySku = new Map<number, number>();
  for (const { sku, unitsPerDay } of listings)
    if (sku.lifecycle === "active" && sku.launchDay === 0)
      unitsBySku.set(sku.id, (unitsBySku.get(sku.id) ?? 0) + unitsPerDay);
  const ranked = [...unitsBySku].sort(([a, x], [b, y]) => y - x || a - b);
  return new Set(
    ranked
      .slice(45, 45 + SURGING_SKUS * 5)
      .filter((_, at) => at % 5 === 0)
      .map(([sku]) => sku),
  );
}
