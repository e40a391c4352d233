import type { Queryable } from "@/db/client";
import { shiftDials, stillShifts } from "@/lib/decisions/ads/shift-tipping";
import { findTippingPoints, type WhatIf } from "@/lib/decisions/what-if/tipping-points";
import type { PolicyRules } from "@/lib/services/policy/rules";
import { loadBudgets } from "./load-budgets";
import { campaignsOfShift, shiftDays, toldApart, toShiftCampaign } from "./shift-candidates";

/** From what on money would not move between two campaigns; null: the key is no shift's, or it moves no more as it is. */
export async function whatWouldEndShift(
  db: Queryable,
  subjectKey: string,
  rules: PolicyRules,
  now: Date,
): Promise<WhatIf | null> {
  const ids = campaignsOfShift(subjectKey);
  const budgets = ids ? await loadBudgets(db, ids, rules.ads, now) : null;
  const [from, to] = ids?.map((id) => budgets?.get(id)) ?? [];
  if (!from || !to) return null;
  const [namedFrom, namedTo] = toldApart(from, to);
  const pair = { from: toShiftCampaign(from), to: toShiftCampaign(to) };
  const policy = { shiftShare: rules.ads.budgetShiftShare, days: shiftDays };
  if (!stillShifts(pair, policy)) return null;
  return findTippingPoints(
    shiftDials(pair, { from: namedFrom.name, to: namedTo.name }),
    "ad_shift",
    (changed) => (stillShifts(changed, policy) ? "ad_shift" : null),
  );
}
