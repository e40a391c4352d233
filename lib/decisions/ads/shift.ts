import type { Id } from "../types";
import { unitsAtShare } from "./response";

/** A campaign that money may be moved to or from. Amounts in minor units of the company's currency, a day. */
export interface ShiftCampaign {
  id: Id;
  spendMinorPerDay: number;
  /** What it may spend; lowered to less than it spends, or nothing is saved. */
  budgetMinorPerDay: number;
  /** Margin of the sales it brings that nobody would have made without it. */
  marginMinorPerDay: number;
  unitsPerDay: number;
  elasticity: number;
  /** It spends all that it may: only then does a higher budget spend more. */
  isUsedUp: boolean;
  /** Units beyond what its SKUs sell anyway; 0: not overstocked. */
  spareUnits: number;
}

export interface ShiftPolicy {
  /** Most by which a budget is raised or lowered a day. */
  shiftShare: number;
  /** Days until it is restored. */
  days: number;
}

export interface Shift {
  from: Id;
  to: Id;
  /** Moved, a day. */
  minorPerDay: number;
  gainMinorPerDay: number;
  /** What the last coin earns in margin, before it is moved. */
  marginalFrom: number;
  marginalTo: number;
  /** What ended it: the policy's share, the stock that can be sold, or both earning the same. */
  limit: "share" | "stock" | "even";
}

/** A shift that earns less than this part of what it moves is within what the response is known to. */
const leastGain = 0.1;

/** Margin that one further coin brings: the slope of margin × share^elasticity at a share of the present spend. */
export function marginalProfit(campaign: ShiftCampaign, share = 1): number {
  const { spendMinorPerDay, marginMinorPerDay, elasticity } = campaign;
  if (!(spendMinorPerDay > 0) || !(share > 0)) return 0;
  return ((elasticity * marginMinorPerDay) / spendMinorPerDay) * share ** (elasticity - 1);
}

/**
 * Moves budget to campaigns of overstocked SKUs from those whose last coin earns least, until both earn the same, the policy's
 * share of either budget is moved, or the raised ad would sell more than is spare within the days. The whole spend stays the
 * same, so the gain is margin alone. Each campaign takes part once; most gain first.
 */
export function decideShifts(campaigns: readonly ShiftCampaign[], policy: ShiftPolicy): Shift[] {
  const usable = campaigns.filter(({ spendMinorPerDay }) => spendMinorPerDay > 0);
  const pairs = usable
    .filter((to) => to.isUsedUp && to.spareUnits > 0)
    .flatMap((to) =>
      usable
        .filter((from) => from.id !== to.id && from.spareUnits === 0)
        .flatMap((from) => shiftBetween(from, to, policy) ?? []),
    )
    .sort((a, b) => b.gainMinorPerDay - a.gainMinorPerDay || byId(a.to, b.to) || byId(a.from, b.from));
  const taken = new Set<Id>();
  return pairs.filter(({ from, to }) => {
    if (taken.has(from) || taken.has(to)) return false;
    taken.add(from).add(to);
    return true;
  });
}

const byId = (a: Id, b: Id): number => String(a).localeCompare(String(b));

/** The best amount between two campaigns; null: none earns enough. */
export function shiftBetween(from: ShiftCampaign, to: ShiftCampaign, policy: ShiftPolicy): Shift | null {
  const marginalFrom = marginalProfit(from);
  const marginalTo = marginalProfit(to);
  if (marginalTo <= marginalFrom) return null;
  const byShare = Math.min(mostTaken(from, policy), policy.shiftShare * spendWithin(to));
  const byStock = mostByStock(to, policy.days);
  const most = Math.min(byShare, byStock);
  const even = whereEven(from, to, most);
  const minorPerDay = Math.floor(Math.min(most, even));
  if (minorPerDay < 1) return null;
  const gainMinorPerDay = gainOf(from, to, minorPerDay);
  if (gainMinorPerDay < leastGain * minorPerDay) return null;
  const limit = even < most ? "even" : byStock < byShare ? "stock" : "share";
  return { from: from.id, to: to.id, minorPerDay, gainMinorPerDay, marginalFrom, marginalTo, limit };
}

/** What a campaign spends within its budget: days before a budget was lowered, or that a platform overspent, tell more. */
const spendWithin = ({ spendMinorPerDay, budgetMinorPerDay }: ShiftCampaign): number =>
  Math.min(spendMinorPerDay, budgetMinorPerDay);

/** What can be saved by lowering a budget by no more than the share: nothing where that is still above the spend. */
function mostTaken(from: ShiftCampaign, { shiftShare }: ShiftPolicy): number {
  const spends = spendWithin(from);
  const lowered = from.budgetMinorPerDay * (1 - shiftShare);
  return Math.min(shiftShare * spends, Math.max(0, spends - lowered));
}

/** Margin gained there − margin lost here. */
function gainOf(from: ShiftCampaign, to: ShiftCampaign, minorPerDay: number): number {
  const change = (campaign: ShiftCampaign, minor: number) =>
    unitsAtShare(campaign.marginMinorPerDay, 1 + minor / campaign.spendMinorPerDay, campaign.elasticity) -
    campaign.marginMinorPerDay;
  return change(to, minorPerDay) + change(from, -minorPerDay);
}

/** Spend at which the further units of all days are the spare ones: spend × ((1 + spare ÷ (units × days))^(1 ÷ elasticity) − 1). */
function mostByStock(
  { spendMinorPerDay, unitsPerDay, spareUnits, elasticity }: ShiftCampaign,
  days: number,
): number {
  if (!(unitsPerDay > 0)) return 0;
  return spendMinorPerDay * ((1 + spareUnits / (unitsPerDay * days)) ** (1 / elasticity) - 1);
}

/** The amount from which on the last coin earns the same on both sides, at most `most`: both slopes fall, so by halving. */
function whereEven(from: ShiftCampaign, to: ShiftCampaign, most: number): number {
  const ahead = (minor: number) =>
    marginalProfit(to, 1 + minor / to.spendMinorPerDay) >
    marginalProfit(from, 1 - minor / from.spendMinorPerDay);
  if (ahead(most)) return Number.POSITIVE_INFINITY;
  let low = 0;
  let high = most;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (ahead(middle)) low = middle;
    else high = middle;
  }
  return low;
}
