import type { Campaign, ProductAd } from "./campaigns";
import { channels } from "./channels";
import { lanes, linesAShipment, locations } from "./places";
import { type Random, randomStream } from "./random";
import type { Rates } from "./rates";
import type { SimulatedCompany } from "./simulate";
import { DAY_MS, HOUR_MS, type Transfer } from "./types";

/** A decision of the past with the action it led to; money in US cents. */
export interface PastDecision {
  kind: "shortage" | "ad_pause" | "ad_resume";
  subjectKey: string;
  skuId: number;
  locationId: number | null;
  ad: ProductAd | null;
  transfer: Transfer | null;
  state: "approved" | "rejected" | "expired";
  reason: string | null;
  decidedBy: string;
  createdAt: number;
  decidedAt: number | null;
  problem: { key: string; params: Record<string, string | number | boolean | null>; locationIds: number[] };
  options: Record<string, unknown>[];
  chosen: string | null;
  value: { low: number; mid: number; high: number };
  /** Days from its effect that the value covers. */
  valueDays: number;
  lossPerDay: number;
  actionId: string | null;
  realised: { low: number; mid: number; high: number; at: number } | null;
}

/** Sales up to this many days after a decision counted in what was expected of it. */
const horizonDays = 28;
/** Days that the expectation of a resumed ad covers. */
const resumeDays = 14;

const iso = (ms: number) => new Date(ms).toISOString();
const spread = (mid: number, low = 0.6, high = 1.35) => ({
  low: Math.round(mid * low),
  mid: Math.round(mid),
  high: Math.round(mid * high),
});

function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, (_, at) =>
    at === 12 ? "4" : at === 16 ? random.pick(["8", "9", "a", "b"]) : random.int(0, 15).toString(16),
  ).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const option = (key: string, kind: string, more: Record<string, unknown>) => ({
  key,
  kind,
  params: {},
  valueLowMinor: 0,
  valueMinor: 0,
  valueHighMinor: 0,
  costMinor: 0,
  effectDays: null,
  arrivesAt: null,
  unsolved: [],
  steps: [],
  executable: true,
  ...more,
});
const valueFields = (value: PastDecision["value"]) => ({
  valueLowMinor: value.low,
  valueMinor: value.mid,
  valueHighMinor: value.high,
});

/** What was decided before today: transfers, pauses and resumes of ads, and some recommendations that nobody followed. */
export function makeHistory(
  company: SimulatedCompany,
  campaigns: readonly Campaign[],
  rates: Rates,
): PastDecision[] {
  const random = randomStream(company.seed, "history");
  const transfers = company.transfers.map((transfer) => transferDecision(company, transfer, random));
  const pauses = campaigns.flatMap((campaign) =>
    campaign.ads.flatMap((ad) =>
      ad.pauses.flatMap((pause) => pauseDecisions(company, ad, pause, random, rates)),
    ),
  );
  const ignored = [...transfers]
    .filter((past) => past.createdAt < company.now.getTime() - 6 * DAY_MS)
    .filter(() => random.chance(0.45))
    .map((past): PastDecision => {
      const rejected = random.chance(0.6);
      const skuId = past.skuId + (past.skuId % 7) + 1;
      const sku = company.skus[skuId - 1];
      const createdAt = past.createdAt + random.int(3, 40) * HOUR_MS;
      return {
        ...past,
        skuId,
        transfer: null,
        actionId: null,
        realised: null,
        createdAt,
        subjectKey: `shortage:${skuId}:${past.locationId}`,
        problem: {
          ...past.problem,
          params: { ...past.problem.params, skuCode: sku?.code ?? "", skuTitle: sku?.title ?? "" },
        },
        state: rejected ? "rejected" : "expired",
        reason: rejected
          ? random.pick(["other_plan", "partner_cannot", "figures_wrong", "not_worth_it"])
          : null,
        chosen: null,
        decidedAt: rejected ? createdAt + random.int(1, 20) * HOUR_MS : null,
      };
    });
  return [...transfers, ...pauses, ...ignored].sort((a, b) => a.createdAt - b.createdAt);
}

function transferDecision(company: SimulatedCompany, transfer: Transfer, random: Random): PastDecision {
  const lane = lanes[transfer.lane];
  const sku = company.skus[transfer.sku - 1];
  if (!lane || !sku) throw new RangeError(`transfer ${transfer.number} names no lane or product`);
  const [origin, destination] = [locations[lane.from], locations[lane.to]];
  const marginMinor = (sku.price * 0.86 - sku.unitCost) * 100;
  const costMinor =
    transfer.quantity * (lane.freightMinorPerUnit + lane.handlingMinorPerUnit) +
    Math.round(lane.fixedMinorPerShipment / linesAShipment);
  const value = spread(Math.max(transfer.quantity * marginMinor * 0.62 - costMinor, costMinor * 0.3));
  const createdAt = transfer.plannedAt - random.int(1, 20) * HOUR_MS;
  const lossPerDay = Math.round(transfer.receiverRate * marginMinor * 0.7);
  const measuredAt = (transfer.receivedAt ?? Infinity) + (horizonDays - lane.leadTimeDays) * DAY_MS;
  const realised =
    measuredAt <= company.now.getTime()
      ? { ...spread(value.mid * 0.94 * random.logNormal(0.28), 0.8, 1.2), at: measuredAt }
      : null;
  const arrivesAt = iso(transfer.expectedAt);
  const key = `transfer:${transfer.lane + 1}`;
  const common = {
    destinationCode: destination?.code ?? "",
    originCode: origin?.code ?? "",
    quantityUnits: transfer.quantity,
  };
  return {
    kind: "shortage",
    subjectKey: `shortage:${sku.id}:${lane.to + 1}`,
    skuId: sku.id,
    locationId: lane.to + 1,
    ad: null,
    transfer,
    state: "approved",
    reason: null,
    decidedBy: random.pick(["Mei Lin", "Mei Lin", "Tomás Rivera"]),
    createdAt,
    decidedAt: transfer.plannedAt,
    problem: {
      key: transfer.receiverAvailable <= 0 ? "shortage.out" : "shortage.at_risk",
      params: {
        skuCode: sku.code,
        skuTitle: sku.title,
        currency: "USD",
        lossMinorPerDay: lossPerDay,
        locationId: lane.to + 1,
        locationCode: destination?.code ?? "",
        locationName: destination?.name ?? "",
        availableUnits: transfer.receiverAvailable,
        incomingUnits: 0,
        meanUnitsPerDay: Math.round(transfer.receiverRate * 100) / 100,
        coverDays: Math.max(0, Math.round((transfer.receiverAvailable / transfer.receiverRate) * 10) / 10),
        gapDays: Math.round(random.between(6, 24)),
        nextArrivalAt: null,
        stockoutProbability: Math.round(random.between(0.62, 1) * 100) / 100,
      },
      locationIds: [lane.to + 1, lane.from + 1],
    },
    options: [
      option(key, "transfer", {
        params: common,
        quantityUnits: transfer.quantity,
        ...valueFields(value),
        costMinor,
        effectDays: lane.leadTimeDays,
        arrivesAt,
        steps: [
          {
            kind: "transfer",
            laneId: transfer.lane + 1,
            originId: lane.from + 1,
            destinationId: lane.to + 1,
            skuId: sku.id,
            quantityUnits: transfer.quantity,
            packSizeUnits: sku.packSize,
            freightMinor: costMinor,
            leadTimeDays: lane.leadTimeDays,
          },
        ],
      }),
      option("do_nothing", "do_nothing", { effectDays: 0 }),
    ],
    chosen: key,
    value,
    valueDays: horizonDays - lane.leadTimeDays,
    lossPerDay,
    actionId: uuid(random),
    realised,
  };
}

function pauseDecisions(
  company: SimulatedCompany,
  ad: ProductAd,
  pause: { from: number; until: number },
  random: Random,
  rates: Rates,
): PastDecision[] {
  const now = company.now.getTime();
  const { sku } = ad.listing;
  const { campaign } = ad;
  const lossPerDay = rates.toBaseMinor(ad.spendMinorPerDay, campaign.currency, pause.from);
  const days = (pause.until - pause.from) / DAY_MS;
  const valueDays = Math.max(1, Math.min(14, days * random.between(0.7, 1.3)));
  const value = spread(lossPerDay * valueDays, 0.7, 1.25);
  const over = pause.until < now;
  const params = {
    skuCode: sku.code,
    skuTitle: sku.title,
    currency: "USD",
    lossMinorPerDay: lossPerDay,
    adName: ad.externalId,
    campaignName: campaign.name,
    channelName: channels[campaign.channel]?.name ?? "",
    adKind: campaign.kind,
    availableUnits: 0,
    spendMinorPerDay: lossPerDay,
  };
  const decide = (
    kind: "ad_pause" | "ad_resume",
    at: number,
    worth: PastDecision["value"],
  ): PastDecision => ({
    kind,
    subjectKey: `ad:${ad.id}`,
    skuId: sku.id,
    locationId: null,
    ad,
    transfer: null,
    state: "approved",
    reason: null,
    decidedBy: kind === "ad_resume" ? "Plimsoll" : "Jonas Weber",
    createdAt: at - random.int(5, 50) * 60_000,
    decidedAt: at,
    problem: {
      key: kind === "ad_pause" ? "ad_pause.out" : "ad_resume.back",
      params,
      locationIds: (channels[campaign.channel]?.locations ?? []).map((location) => location + 1),
    },
    options: [
      option(kind, kind, {
        params: { adCount: 1, campaignName: campaign.name },
        ...valueFields(worth),
        effectDays: 0,
        steps: [
          {
            kind,
            campaignId: campaign.id,
            productAdId: ad.id,
            connectionId: campaign.connection,
            externalId: ad.externalId,
            currency: campaign.currency,
          },
        ],
      }),
      option("do_nothing", "do_nothing", { effectDays: 0 }),
    ],
    chosen: kind,
    value: worth,
    valueDays: kind === "ad_pause" ? valueDays : resumeDays,
    lossPerDay: kind === "ad_pause" ? lossPerDay : 0,
    actionId: uuid(random),
    realised:
      kind === "ad_pause" && over
        ? { ...spread(lossPerDay * days * random.logNormal(0.18), 0.9, 1.1), at: pause.until }
        : null,
  });
  const first = decide("ad_pause", pause.from, value);
  return over
    ? [first, decide("ad_resume", pause.until, spread(lossPerDay * resumeDays * random.between(0.5, 1.5)))]
    : [first];
}
