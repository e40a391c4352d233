import type { Queryable } from "@/db/client";
import { minorDigits } from "@/lib/core/money";
import { decideShifts, type Shift, type ShiftCampaign } from "@/lib/decisions/ads/shift";
import { valueRange } from "@/lib/metrics/value-range/compute";
import type { Policy } from "@/lib/services/policy/get";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { doNothing, toCandidate, uniqueEvidence } from "./candidate";
import { incompleteEvidence, responseEvidence, runningSpendEvidence } from "./evidence-budget";
import { type CampaignBudget, isSettable, isUsedUp, loadBudgets, throttled } from "./load-budgets";
import { endOfDay } from "./option";
import { loadClaimFactors, shrinkCandidate } from "./shrink-claims";
import type { BudgetStep, Candidate, Option } from "./types";

/** Days until what was moved goes back and is looked at anew. */
export const shiftDays = 14;
/** A campaign is one of overstocked SKUs when this part of its spend goes to such. */
const leastSpareShare = 0.5;
/** The response is known to about this part of the gain, either way. */
const gainSpread = 0.5;

/** What a shift is called; both campaigns are in it, so that it can be worked out again alone. */
export const shiftKey = (from: number, to: number): string => `shift:${from}:${to}`;

/** The campaigns of a shift's key; null: it is another's key. */
export function campaignsOfShift(subjectKey: string): number[] | null {
  const [kind, from, to] = subjectKey.split(":");
  return kind === "shift" ? [Number(from), Number(to)] : null;
}

/**
 * Budget that earns more where too much lies: one candidate for each pair of campaigns of one platform. Campaigns whose
 * budget is not known, was set within the day or cannot be set from here take no part, nor those with a SKU whose margin or
 * stock is unknown: their last coin cannot be told.
 */
export async function shiftCandidates(
  db: Queryable,
  policy: Policy,
  now: Date,
  only: readonly number[] | "all" = "all",
): Promise<Candidate[]> {
  const { rules } = policy;
  const budgets = await loadBudgets(db, only, rules.ads, now);
  const usable = [...budgets.values()].filter(
    (budget) => isSettable(budget, now) && budget.unknownSkus === 0 && budget.spendMinorPerDay > 0,
  );
  const [company] = await db<{ currency: string }[]>`select base_currency as currency from company`;
  const factors = await loadClaimFactors(db, now);
  const asOf = await spendAsOf(db, usable);
  const platforms = new Set(usable.map(({ connectionId }) => connectionId));
  return [...platforms].flatMap((connectionId) => {
    const here = usable.filter((budget) => budget.connectionId === connectionId);
    return decideShifts(here.map(toShiftCampaign), {
      shiftShare: rules.ads.budgetShiftShare,
      days: shiftDays,
    }).flatMap((shift) => {
      const from = budgets.get(Number(shift.from));
      const to = budgets.get(Number(shift.to));
      if (!from || !to) return [];
      const context = { rules, now, currency: company?.currency ?? "USD", asOf, policyAt: policy.createdAt };
      return shrinkCandidate(shiftCandidate(shift, ...toldApart(from, to), context), factors);
    });
  });
}

/** Two campaigns of one platform may bear the same name; the platform's ids then tell which is meant. */
export function toldApart(from: CampaignBudget, to: CampaignBudget): [CampaignBudget, CampaignBudget] {
  if (from.name !== to.name) return [from, to];
  const named = (budget: CampaignBudget) => ({ ...budget, name: `${budget.name}, ${budget.externalId}` });
  return [named(from), named(to)];
}

export function toShiftCampaign(budget: CampaignBudget): ShiftCampaign {
  return {
    id: budget.campaignId,
    spendMinorPerDay: budget.spendMinorPerDay,
    budgetMinorPerDay: (budget.budgetMinorPerDay ?? 0) * budget.toBase,
    marginMinorPerDay: budget.marginMinorPerDay,
    unitsPerDay: budget.unitsPerDay,
    elasticity: budget.elasticity.value,
    isUsedUp: isUsedUp(budget),
    spareUnits: budget.spareShare >= leastSpareShare ? budget.spareUnits : 0,
  };
}

interface Context {
  rules: PolicyRules;
  now: Date;
  currency: string;
  /** Since when the policy is in force. */
  policyAt: Date;
  /** Source and last reading of the spend, by connection. */
  asOf: ReadonlyMap<number, { source: string; at: Date | null }>;
}

function shiftCandidate(shift: Shift, from: CampaignBudget, to: CampaignBudget, context: Context): Candidate {
  const { now, currency, rules } = context;
  const option = shiftOption(shift, from, to, now);
  const source = context.asOf.get(to.connectionId) ?? { source: "ledger", at: null };
  return toCandidate(
    {
      kind: "ad_budget",
      team: "marketing",
      subjectKey: shiftKey(from.campaignId, to.campaignId),
      skuId: null,
      locationId: null,
      campaignId: to.campaignId,
      productAdId: null,
      problem: {
        key: "ad_budget.shift",
        params: {
          skuCode: to.spareSku,
          skuTitle: null,
          campaignName: to.name,
          toName: to.name,
          fromName: from.name,
          excessUnits: Math.round(to.spareUnits),
          marginalTo: Math.round(shift.marginalTo * 100) / 100,
          marginalFrom: Math.round(shift.marginalFrom * 100) / 100,
          limit: shift.limit,
          currency,
          lossMinorPerDay: Math.round(shift.gainMinorPerDay),
        },
        locationIds: [],
      },
      options: [option, doNothing(option)],
      evidence: uniqueEvidence([
        ...[to, from].flatMap((budget) => [
          runningSpendEvidence(budget, source, rules, currency),
          responseEvidence(budget, budget.elasticity.isFitted ? source.at : context.policyAt),
        ]),
        incompleteEvidence(source),
      ]),
      lossMinorPerDay: Math.round(shift.gainMinorPerDay),
      state: "excess",
      packSizeUnits: 1,
    },
    now,
  );
}

function shiftOption(shift: Shift, from: CampaignBudget, to: CampaignBudget, now: Date): Option {
  const gain = shift.gainMinorPerDay * shiftDays;
  const value = valueRange(gain * (1 - gainSpread), gain, gain * (1 + gainSpread));
  const lowered = moved(from, -shift.minorPerDay);
  const raised = moved(to, shift.minorPerDay);
  const at = endOfDay(now, shiftDays);
  const nothing = { lowMinor: 0, midMinor: 0, highMinor: 0 };
  const step = (
    budget: CampaignBudget,
    purpose: BudgetStep["purpose"],
    amounts: Pick<BudgetStep, "fromMinorPerDay" | "budgetMinorPerDay">,
  ): BudgetStep => ({
    kind: "ad_budget",
    purpose,
    campaignId: budget.campaignId,
    campaignName: budget.name,
    connectionId: budget.connectionId,
    externalId: budget.externalId,
    currency: budget.currency,
    ...amounts,
    worth: nothing,
    ...(purpose === "restore" ? { start: { at } } : { claimDays: shiftDays }),
  });
  const back = ({ fromMinorPerDay, budgetMinorPerDay }: typeof lowered) => ({
    fromMinorPerDay: budgetMinorPerDay,
    budgetMinorPerDay: fromMinorPerDay,
  });
  return {
    key: "ad_shift",
    kind: "ad_shift",
    params: { minorPerDay: shift.minorPerDay, fromName: from.name, toName: to.name, adCount: 2 },
    valueLowMinor: value.lowMinor,
    valueMinor: value.midMinor,
    valueHighMinor: value.highMinor,
    costMinor: 0,
    effectDays: 0,
    arrivesAt: null,
    unsolved: [],
    steps: [
      { ...step(to, "raise", raised), worth: value },
      step(from, "lower", lowered),
      step(to, "restore", back(raised)),
      step(from, "restore", back(lowered)),
    ],
    executable: true,
  };
}

/**
 * A budget after so much of the company's money was added to or taken from it, in its own currency. What is taken comes off
 * what is spent, which may be less than the budget: off that alone nothing would be saved.
 */
function moved(
  budget: CampaignBudget,
  minorPerDay: number,
): Pick<BudgetStep, "fromMinorPerDay" | "budgetMinorPerDay"> {
  const fromMinorPerDay = budget.budgetMinorPerDay ?? 0;
  const least = 10 ** minorDigits(budget.currency);
  const base = minorPerDay < 0 ? throttled(budget, 1) : fromMinorPerDay;
  const change = Math.trunc(minorPerDay / budget.toBase);
  return { fromMinorPerDay, budgetMinorPerDay: Math.max(least, base + change) };
}

async function spendAsOf(
  db: Queryable,
  budgets: readonly CampaignBudget[],
): Promise<Map<number, { source: string; at: Date | null }>> {
  const ids = [...new Set(budgets.map(({ connectionId }) => connectionId))];
  const rows = await db<{ id: number; source: string; at: Date | null }[]>`
    select id, key as source, coalesce(last_confirmed_at, last_event_at) as at from connection where id = any(${ids})`;
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
