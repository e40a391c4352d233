import type { Receipt } from "@/lib/metrics/cover/compute";
import { addRanges, type ValueRange, zeroRange } from "@/lib/metrics/value-range/compute";
import { unitsAtShare } from "../ads/response";
import type { BudgetStep, DecisionOption, Step, Unsolved } from "../types";
import { valueOfPhases } from "./ad-phases";
import { type AdPlan, bestPhases } from "./best-phases";
import { overshownValue } from "./overshown";
import { type PlanValue, valueOfPlan } from "./parts-of-plan";
import { priceOption } from "./price";
import type { PlayPlace, PlayPolicy } from "./types";

/** Options shown at most, doing nothing included. */
const mostOptions = 5;

/**
 * The combinations for one shortage beside its single options: the best transfer, or an order where no transfer pays, with what
 * the ads and the channels do until the goods come and afterwards; and the ads, the channels or the price alone until the next
 * receipt. A combination is worth its goods
 * with the ads as they are, plus what the ads then gain with those goods on the shelf, so that no unit counts twice. What is
 * worth less than the policy's least is not offered; an order is, since what it says holds beyond the horizon. Best first, doing
 * nothing last, at most five.
 */
export function withPlays(
  options: readonly DecisionOption[],
  place: PlayPlace,
  policy: PlayPolicy,
): DecisionOption[] {
  const nothing = options.filter(({ kind }) => kind === "do_nothing");
  const single = options.filter(({ kind }) => kind !== "do_nothing");
  const transfer = single.find(({ kind }) => kind === "transfer");
  const order = single.find(({ kind }) => kind === "reorder");
  const goods = transfer ?? (order && order.value.midMinor > 0 ? order : undefined);
  const plays = [
    goods ? playOption(goods, place, policy) : null,
    throttleOption(place, policy),
    shownOption(place, policy),
    priceOption(place.location, {
      priceMinor: place.priceMinor,
      marginMinor: place.marginMinorPerUnit,
      arrivalDay: nextArrival(place, policy),
      asOfDay: place.asOfDay,
    }),
  ].filter((option) => option !== null);
  const ranked = [...plays, ...single]
    .filter(({ kind, value }) => kind === "reorder" || value.midMinor >= policy.leastMinor)
    .sort((a, b) => b.value.midMinor - a.value.midMinor);
  return [...cut(ranked, mostOptions - nothing.length), ...nothing];
}

/** Goods, ads and channels together; null when there is nothing but the goods. */
function playOption(goods: DecisionOption, place: PlayPlace, policy: PlayPolicy): DecisionOption | null {
  const arrivalDay = goods.effectInDays;
  if (arrivalDay === null || arrivalDay <= 0 || arrivalDay >= policy.horizonDays) return null;
  const receipts: Receipt[] = [...place.location.receipts, { days: arrivalDay, quantity: goods.quantity }];
  const plan = bestPhases(place, receipts, arrivalDay, policy);
  const shown = shownSteps(place, arrivalDay, policy);
  if (!plan && shown.length === 0) return null;
  const value = plan ? valueOfPlan(place, receipts, plan, policy.horizonDays) : null;
  const afterGoods = goods.kind === "transfer";
  const timing = { arrivalDay, horizonDays: policy.horizonDays, afterGoods };
  const steps = plan && value ? adSteps(place, plan, { ...timing, value }) : [];
  return {
    ...goods,
    key: `play:${goods.key}`,
    kind: "play",
    value: addRanges([goods.value, value?.whole ?? zeroRange, ...shown.map(({ value }) => value)]),
    unsolved: [
      ...goods.unsolved.filter(({ code }) => code !== "ads_keep_spending"),
      ...(plan ? othersLose(place, plan) : []),
    ],
    steps: [...goods.steps, ...shown, ...steps],
    executable: true,
  };
}

/** Less spend until the next receipt, without moving goods; null when that is not worth it, or pausing is better. */
export function throttleOption(place: PlayPlace, policy: PlayPolicy): DecisionOption | null {
  const { receipts } = place.location;
  const arrivalDay = nextArrival(place, policy);
  const plan = bestPhases(place, receipts, arrivalDay, policy);
  if (!plan || plan.before.isPaused || plan.before.budgetShare === 1) return null;
  const value = valueOfPlan(place, receipts, plan, policy.horizonDays);
  return {
    key: "ad_throttle",
    kind: "ad_throttle",
    value: value.whole,
    costMinor: 0,
    effectInDays: 0,
    quantity: 0,
    unsolved: [{ code: "brings_no_stock" }, ...othersLose(place, plan)],
    steps: adSteps(place, plan, { arrivalDay, horizonDays: policy.horizonDays, afterGoods: false, value }),
    executable: true,
  };
}

/** What it gains to pause the ads that lead to the SKU until the next receipt, valued as throttling them is. */
export function valueOfPause(place: PlayPlace, policy: PlayPolicy): ValueRange {
  const phases = [
    { untilDay: nextArrival(place, policy), budgetShare: 1, isPaused: true },
    { untilDay: policy.horizonDays, budgetShare: 1, isPaused: false },
  ];
  return valueOfPhases(place, place.location.receipts, phases, policy.horizonDays);
}

const nextArrival = ({ location }: PlayPlace, { horizonDays }: PlayPolicy): number =>
  Math.min(horizonDays, ...location.receipts.map(({ days }) => days).filter((days) => days > 0));

/** Channels show what they can sell, until goods come. */
function shownSteps({ overshown }: PlayPlace, days: number, { leastMinor }: PlayPolicy) {
  return overshown.flatMap((of) => {
    const value = overshownValue(of, days);
    const { listingId, shownUnits: fromUnits, toSellUnits: units } = of;
    return value.midMinor >= leastMinor
      ? [{ kind: "publish_quantity" as const, listingId, fromUnits, units, value }]
      : [];
  });
}

function shownOption(place: PlayPlace, policy: PlayPolicy): DecisionOption | null {
  const steps = shownSteps(place, nextArrival(place, policy), policy);
  if (steps.length === 0) return null;
  return {
    key: "publish_quantity",
    kind: "publish_quantity",
    value: addRanges(steps.map(({ value }) => value)),
    costMinor: 0,
    effectInDays: 0,
    quantity: 0,
    unsolved: [{ code: "brings_no_stock" }],
    steps,
    executable: true,
  };
}

interface Timing {
  arrivalDay: number;
  horizonDays: number;
  afterGoods: boolean;
  value: PlanValue;
}

/**
 * The steps of a plan for the ads, each campaign by itself. What is throttled is restored when the goods are there; a raise
 * begins then and is taken back at the horizon. What is paused resumes by the rule that resumes every pause of ours.
 */
function adSteps(place: PlayPlace, { before, afterShare }: AdPlan, timing: Timing): Step[] {
  const { arrivalDay, horizonDays, afterGoods, value } = timing;
  const steps: Step[] = [];
  place.campaigns.forEach((campaign, index) => {
    const { campaignId, pause } = campaign;
    const part = value.parts[index] ?? { before: zeroRange, after: zeroRange };
    const raises = afterShare > 1 && campaign.isSettable && campaign.isUsedUp;
    if (before.isPaused && pause) steps.push({ kind: "ad_pause", ...pause, campaignId, value: part.before });
    const budget = (
      step: Pick<BudgetStep, "purpose" | "share" | "startDay" | "afterGoods" | "untilDay" | "value">,
    ): void => {
      steps.push({ kind: "ad_budget", campaignId, ...step });
    };
    const isThrottled = !before.isPaused && before.budgetShare < 1 && campaign.isSettable;
    if (isThrottled)
      budget({
        purpose: "throttle",
        share: before.budgetShare,
        startDay: 0,
        afterGoods: false,
        untilDay: arrivalDay,
        value: part.before,
      });
    if (raises) {
      budget({
        purpose: "raise",
        share: afterShare,
        startDay: arrivalDay,
        afterGoods,
        untilDay: horizonDays,
        value: part.after,
      });
      budget({ purpose: "restore", share: 1, startDay: horizonDays, afterGoods: false, value: zeroRange });
    } else if (isThrottled)
      budget({ purpose: "restore", share: 1, startDay: arrivalDay, afterGoods, value: zeroRange });
  });
  return steps;
}

/** Margin that the campaigns' other SKUs lose a day while a budget is throttled. */
function othersLose({ campaigns }: PlayPlace, { before }: AdPlan): Unsolved[] {
  if (before.isPaused || before.budgetShare === 1) return [];
  const minorPerDay = campaigns
    .filter(({ isSettable }) => isSettable)
    .reduce(
      (sum, { others: { marginMinorPerDay }, elasticity }) =>
        sum + marginMinorPerDay - unitsAtShare(marginMinorPerDay, before.budgetShare, elasticity),
      0,
    );
  const spend = campaigns.reduce((sum, { spendMinorPerDay }) => sum + spendMinorPerDay.mid, 0);
  return minorPerDay >= 0.05 * spend
    ? [{ code: "other_skus_lose", minorPerDay: Math.round(minorPerDay) }]
    : [];
}

/** The best ones; of several transfers the lesser go first. */
function cut(ranked: DecisionOption[], most: number): DecisionOption[] {
  const kept = [...ranked];
  while (kept.length > most) {
    const spare = kept.findLastIndex(({ kind }, index) => kind === "transfer" && index > 0);
    kept.splice(spare > 0 ? spare : kept.length - 1, 1);
  }
  return kept;
}
