import { decideRebalance } from "./decide";
import type { KnownLocation } from "./marginal-values";
import { missedSales } from "./missed-sales";
import { adPauseOption } from "./option-ad-pause";
import { doNothingOption } from "./option-do-nothing";
import { reorderOption } from "./option-reorder";
import { transferOptions } from "./option-transfer";
import type { Shortage, ShortageOptions } from "./shortage";

export type { Shortage, ShortageAds, ShortageOptions, SupplyTerms } from "./shortage";

const mostOptions = 5;

/**
 * The ways to answer one shortage, side by side in money: transfers (the best for this place, and each single donor), pausing
 * its ads, ordering more (advice), doing nothing (with its cost). Values are gains over doing nothing within the policy's
 * horizon. What the plan sends elsewhere is off the donors already. Null when stock or forecast of the place is unknown.
 */
export function shortageOptions(shortage: Shortage): ShortageOptions | null {
  const { problem, locationId } = shortage;
  const place = problem.locations.find(({ id }) => id === locationId);
  if (!place || place.available === null || place.demand === null) return null;
  const location: KnownLocation = { ...place, available: place.available, demand: place.demand };
  const missed = missedSales(location, problem.policy.horizonDays);
  const context = { shortage, location, missed };

  const plan = shortage.plan ?? decideRebalance(problem);
  const nothing = doNothingOption(context);
  const pause = adPauseOption(context);
  const order = reorderOption(context);
  const others = [pause, order].flatMap((option) => option ?? []);
  const transfers = transferOptions(context, plan).slice(0, mostOptions - 1 - others.length);
  const ranked = [...transfers, ...others].sort((a, b) => b.value.midMinor - a.value.midMinor);
  const lossMinorPerDay = Math.round(nothing.costMinor / problem.policy.horizonDays);
  return { options: [...ranked, nothing], missed, lossMinorPerDay, plan };
}
