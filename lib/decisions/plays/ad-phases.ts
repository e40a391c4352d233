import type { Receipt } from "@/lib/metrics/cover/compute";
import { demandQuantile, windowDemand } from "@/lib/metrics/demand-distribution/compute";
import { type ValueRange, valueRange } from "@/lib/metrics/value-range/compute";
import { unitsAtShare } from "../ads/response";
import { shelfOf, walkSpan } from "./shelf-walk";
import type { PlayCampaign, PlayPlace } from "./types";

/** What the ads do from now on: so much of what they spend now, until a day. */
export interface Phase {
  untilDay: number;
  /** Of campaigns whose budget is set. */
  budgetShare: number;
  /** The SKU's own ads are paused; the campaign's other SKUs go on. */
  isPaused: boolean;
}

/** As it is now, until the horizon. */
export const unchanged = (horizonDays: number): Phase[] => [
  { untilDay: horizonDays, budgetShare: 1, isPaused: false },
];

/**
 * What the phases earn more than leaving the ads as they are, with the same goods arriving both times: margin of what is sold
 * on the shelf − spend, and what the campaign's other SKUs lose. A unit is sold once: what the ad does not sell today may
 * be sold to somebody else until the goods come, and what it sells after they came is not there for others. Low and high with
 * the 10 % and 90 % quantile of the horizon's demand and of the spend.
 */
export function valueOfPhases(
  place: PlayPlace,
  receipts: readonly Receipt[],
  phases: readonly Phase[],
  horizonDays: number,
): ValueRange {
  const gain = (scenario: Scenario) =>
    profit(place, receipts, phases, horizonDays, scenario) -
    profit(place, receipts, unchanged(horizonDays), horizonDays, scenario);
  const window = windowDemand(place.location.demand, horizonDays);
  const factor = (q: number) => (window.mean > 0 ? demandQuantile(window, q) / window.mean : 1);
  return valueRange(
    gain({ demand: factor(0.1), spend: "low" }),
    gain({ demand: 1, spend: "mid" }),
    gain({ demand: factor(0.9), spend: "high" }),
  );
}

/** The middle of that range, for comparing many phases. */
export function midOfPhases(
  place: PlayPlace,
  receipts: readonly Receipt[],
  phases: readonly Phase[],
  horizonDays: number,
): number {
  return profit(place, receipts, phases, horizonDays, { demand: 1, spend: "mid" });
}

interface Scenario {
  /** Times the forecast. */
  demand: number;
  spend: "low" | "mid" | "high";
}

function profit(
  { location, marginMinorPerUnit, campaigns }: PlayPlace,
  receipts: readonly Receipt[],
  phases: readonly Phase[],
  horizonDays: number,
  scenario: Scenario,
): number {
  const total = location.demand.meanPerDay;
  const ofAds = Math.min(
    total,
    campaigns.reduce((sum, one) => sum + one.unitsPerDay, 0),
  );
  // Platforms claim more than is sold at times: their units are scaled down to what there is.
  const claimed = campaigns.reduce((sum, one) => sum + one.unitsPerDay, 0);
  const scale = claimed > 0 ? ofAds / claimed : 0;
  let state = shelfOf(location.available);
  let minor = 0;
  for (const span of spansOf(receipts, phases, horizonDays)) {
    const shares = campaigns.map((campaign) => shareOf(campaign, span.phase));
    const units = campaigns.map(
      (campaign, index) =>
        unitsAtShare(campaign.unitsPerDay, shares[index]?.own ?? 1, campaign.elasticity) * scale,
    );
    const meanPerDay = (total - ofAds + units.reduce((sum, one) => sum + one, 0)) * scenario.demand;
    const { soldUnits, left } = walkSpan(state, {
      days: span.days,
      demand: { meanPerDay, dispersion: location.demand.dispersion },
      receivedUnits: span.receivedUnits,
    });
    state = left;
    const servedShare = meanPerDay > 0 ? Math.min(1, soldUnits / (meanPerDay * span.days)) : 1;
    minor += soldUnits * marginMinorPerUnit;
    campaigns.forEach((campaign, index) => {
      const { own, whole } = shares[index] ?? { own: 1, whole: 1 };
      const spend =
        campaign.spendMinorPerDay[scenario.spend] * own * (campaign.stopsWhenEmpty ? servedShare : 1);
      minor += (changeOfOthers(campaign, whole) - spend) * span.days;
    });
  }
  return minor;
}

/**
 * What the campaign's other SKUs lose a day at a share of the budget. What they would gain is left out: an ad that loses money
 * with full stock is a matter of its bid, and no reason to throttle it for another's shortage.
 */
function changeOfOthers({ others, elasticity }: PlayCampaign, share: number): number {
  const { spendMinorPerDay, marginMinorPerDay } = others;
  const margin = unitsAtShare(marginMinorPerDay, share, elasticity) - marginMinorPerDay;
  return Math.min(0, margin - spendMinorPerDay * (share - 1));
}

/** Shares of what is spent now: on the SKU itself, and in the whole campaign. */
function shareOf(campaign: PlayCampaign, { budgetShare, isPaused }: Phase): { own: number; whole: number } {
  const pausesAll = isPaused && campaign.pause?.target === "campaign";
  const whole = pausesAll
    ? 0
    : !campaign.isSettable
      ? 1
      : budgetShare > 1 && !campaign.isUsedUp
        ? 1
        : budgetShare;
  return { own: isPaused && campaign.pause ? 0 : whole, whole };
}

/** The horizon cut where goods arrive and where a phase ends. */
function spansOf(receipts: readonly Receipt[], phases: readonly Phase[], horizonDays: number) {
  const cuts = new Set([0, horizonDays]);
  for (const { days } of receipts) if (days > 0 && days < horizonDays) cuts.add(days);
  for (const { untilDay } of phases) if (untilDay > 0 && untilDay < horizonDays) cuts.add(untilDay);
  const days = [...cuts].sort((a, b) => a - b);
  const last = { untilDay: horizonDays, budgetShare: 1, isPaused: false };
  return days.slice(0, -1).map((from, index) => ({
    days: (days[index + 1] ?? horizonDays) - from,
    phase: phases.find(({ untilDay }) => untilDay > from) ?? last,
    receivedUnits: receipts
      .filter((receipt) => (from === 0 ? receipt.days <= 0 : receipt.days === from))
      .reduce((sum, receipt) => sum + receipt.quantity, 0),
  }));
}
