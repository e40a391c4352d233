import type { Queryable } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { type Say, say } from "@/lib/core/say";
import { decideRebalance } from "@/lib/decisions/rebalance/decide";
import { moveCostMinor } from "@/lib/decisions/rebalance/describe";
import {
  priceQuantities,
  type QuantityViolation,
  quantityLimits,
} from "@/lib/decisions/rebalance/price-quantity";
import type { RebalanceProblem, TransferMove } from "@/lib/decisions/rebalance/types";
import type { Policy } from "../policy/get";
import { type Inputs, loadInputs, type SkuInput } from "./load-inputs";
import { rebalanceProblem } from "./problem";
import { type ClaimFactors, loadClaimFactors, shrinkOption } from "./shrink-claims";
import type { Option, TransferStep } from "./types";

/** Units that a person wants on a lane of an option. */
export interface LaneQuantity {
  laneId: number;
  quantityUnits: number;
}

/** A donor once the goods have gone. */
export interface DonorAfter {
  locationId: number;
  locationCode: string;
  locationName: string;
  /** Null: unknown. */
  availableUnits: number | null;
  availableAfterUnits: number | null;
  /** Null: no demand or unknown. */
  coverDaysAfter: number | null;
  safetyStockUnits: number;
}

export interface LaneLimits {
  laneId: number;
  leastUnits: number;
  mostUnits: number;
  stepUnits: number;
}

export interface Repriced {
  option: Option;
  donors: DonorAfter[];
  limits: LaneLimits[];
}

/**
 * A transfer option with quantities that a person chose, priced by the same curves as the plan. What the SKU's plan sends
 * to other places counts as gone from its donors. Throws Invalid with the figure that would do for each lane.
 */
export async function repriceOption(
  db: Queryable,
  skuId: number,
  offered: Option,
  quantities: readonly LaneQuantity[],
  policy: Policy,
  now: Date,
): Promise<Repriced> {
  return (await repricerOf(db, skuId, policy, now))(offered, quantities);
}

/** Prices options of one SKU as `repriceOption` does, on inputs that are read once. */
export async function repricerOf(
  db: Queryable,
  skuId: number,
  policy: Policy,
  now: Date,
): Promise<(offered: Option, quantities: readonly LaneQuantity[]) => Repriced> {
  const inputs = await loadInputs(db, [skuId], now, policy.rules.transfers.horizonDays);
  const factors = await loadClaimFactors(db, now);
  return (offered, quantities) => reprice(inputs, skuId, offered, quantities, policy, factors);
}

function reprice(
  inputs: Inputs,
  skuId: number,
  offered: Option,
  quantities: readonly LaneQuantity[],
  policy: Policy,
  factors: ClaimFactors | null,
): Repriced {
  const steps = offered.steps.filter((step): step is TransferStep => step.kind === "transfer");
  if (steps.length === 0 || steps.length < offered.steps.length)
    throw new Invalid("Only the quantity of a transfer can be changed. Choose a transfer first.", {
      say: say("refusals.quantity.onlyTransfers"),
    });
  const wanted = wantedOn(steps, quantities);
  const sku = inputs.skus.get(skuId);
  const whole = sku ? rebalanceProblem(inputs, sku, policy.rules) : null;
  if (!sku || !whole)
    throw new Invalid(
      "The margin of this SKU is unknown, so no quantity can be priced. Enter its cost and price.",
      { say: say("refusals.quantity.noMargin") },
    );
  const problem = besideThePlan(whole, steps);
  const priced = priceQuantities(
    problem,
    wanted.map(({ laneId, quantityUnits }) => ({ laneId, quantity: quantityUnits })),
  );
  if (!priced.ok) throw violated(priced.violations, inputs);
  const before = priceQuantities(
    problem,
    steps.map((step) => ({ laneId: step.laneId, quantity: step.quantityUnits })),
  );
  const sold = (moves: readonly { soldUnits: number }[]) =>
    moves.reduce((sum, move) => sum + move.soldUnits, 0);
  const soldLess = before.ok ? sold(before.moves) - sold(priced.moves) : 0;
  const units = wanted.reduce((sum, lane) => sum + lane.quantityUnits, 0);
  const option: Option = {
    ...offered,
    params: { ...offered.params, quantityUnits: units, packs: units / sku.packSize },
    quantityUnits: units,
    valueLowMinor: priced.value.lowMinor,
    valueMinor: priced.value.midMinor,
    valueHighMinor: priced.value.highMinor,
    costMinor: Math.round(priced.moves.reduce((sum, move) => sum + moveCostMinor(move), 0)),
    unsolved: shorter(offered.unsolved, soldLess),
    steps: steps.flatMap((step) => withQuantity(step, priced.moves) ?? []),
  };
  const counted = shrinkOption(option, factors);
  return {
    option: counted,
    donors: donorsAfter(steps, wanted, sku, inputs),
    limits: limitsOf(steps, problem),
  };
}

function wantedOn(steps: readonly TransferStep[], quantities: readonly LaneQuantity[]): LaneQuantity[] {
  const chosen = new Map(quantities.map((lane) => [lane.laneId, lane.quantityUnits]));
  const strange = [...chosen.keys()].find((laneId) => !steps.some((step) => step.laneId === laneId));
  if (strange !== undefined)
    throw new Invalid("This option does not use that lane. Choose the option that does.", {
      say: say("refusals.quantity.otherLane"),
    });
  const wanted = steps.map(({ laneId, quantityUnits }) => ({
    laneId,
    quantityUnits: chosen.get(laneId) ?? quantityUnits,
  }));
  if (wanted.every((lane) => lane.quantityUnits === 0))
    throw new Invalid(
      "A transfer needs at least one unit. Reject the recommendation if nothing is to be moved.",
      { say: say("refusals.quantity.nothing") },
    );
  return wanted;
}

function besideThePlan(problem: RebalanceProblem, steps: readonly TransferStep[]): RebalanceProblem {
  const destinations = new Set<unknown>(steps.map((step) => step.destinationId));
  const elsewhere = decideRebalance(problem)
    .moves.filter((move) => !destinations.has(move.to))
    .map(({ from, to, quantity }) => ({ from, to, quantity, reserved: false, ageDays: 0 }));
  return {
    ...problem,
    lanes: problem.lanes.filter((lane) => destinations.has(lane.to)),
    openTransfers: [...problem.openTransfers, ...elsewhere],
  };
}

function withQuantity(step: TransferStep, moves: readonly TransferMove[]): TransferStep | null {
  const move = moves.find(({ laneId }) => laneId === step.laneId);
  if (!move) return null;
  const { quantity, freightMinor, handlingMinor, fixedMinor } = move;
  return {
    ...step,
    quantityUnits: quantity,
    freightMinor: freightMinor + handlingMinor + fixedMinor,
    fixedMinor,
  };
}

/** Units that the place still lacks, once it is sent fewer or more. */
function shorter(unsolved: Option["unsolved"], soldLess: number): Option["unsolved"] {
  const known = unsolved.find((one) => one.key === "units_short");
  const units = Math.round((Number(known?.params.units ?? 0) + soldLess) * 10) / 10;
  const others = unsolved.filter((one) => one.key !== "units_short");
  return units >= 0.5 ? [...others, { key: "units_short", params: { ...known?.params, units } }] : others;
}

function donorsAfter(
  steps: readonly TransferStep[],
  wanted: readonly LaneQuantity[],
  sku: SkuInput,
  inputs: Inputs,
): DonorAfter[] {
  return [...new Set(steps.map((step) => step.originId))].map((locationId) => {
    const shelf = sku.shelves.find((one) => one.locationId === locationId);
    const given = steps
      .filter((step) => step.originId === locationId)
      .reduce(
        (sum, step) => sum + (wanted.find(({ laneId }) => laneId === step.laneId)?.quantityUnits ?? 0),
        0,
      );
    const available = shelf?.available ?? null;
    const after = available === null ? null : available - given;
    const perDay = shelf?.meanPerDay ?? 0;
    return {
      locationId,
      locationCode: inputs.locations.get(locationId)?.code ?? "",
      locationName: inputs.locations.get(locationId)?.name ?? "",
      availableUnits: available,
      availableAfterUnits: after,
      coverDaysAfter: after === null || perDay <= 0 ? null : Math.max(0, after) / perDay,
      safetyStockUnits: shelf?.safetyStockUnits ?? 0,
    };
  });
}

function limitsOf(steps: readonly TransferStep[], problem: RebalanceProblem): LaneLimits[] {
  return steps.flatMap(({ laneId }) => {
    const limits = quantityLimits(problem, laneId);
    return limits ? [{ laneId, ...limits }] : [];
  });
}

function violated(violations: readonly QuantityViolation[], inputs: Inputs): Invalid {
  const nameOf = (id: unknown) => inputs.locations.get(Number(id))?.name;
  const sentence = (violation: QuantityViolation): string => {
    switch (violation.code) {
      case "lane_not_usable":
        return "This lane cannot be used for it now.";
      case "not_whole_packs":
        return `It ships in packs of ${violation.packUnits}.`;
      case "below_minimum":
        return `This lane takes ${violation.leastUnits} units or more.`;
      case "above_maximum":
        return `At most ${violation.mostUnits} units can go this way.`;
      case "more_than_spare":
        return `${nameOf(violation.from) ?? "the donor"} can spare ${violation.spareUnits} units without running short itself.`;
    }
  };
  const said = (violation: QuantityViolation): Say => {
    switch (violation.code) {
      case "lane_not_usable":
        return say("refusals.quantity.laneNotUsable");
      case "not_whole_packs":
        return say("refusals.quantity.packs", { units: violation.packUnits });
      case "below_minimum":
        return say("refusals.quantity.least", { units: violation.leastUnits });
      case "above_maximum":
        return say("refusals.quantity.most", { units: violation.mostUnits });
      case "more_than_spare":
        return say("refusals.quantity.spare", {
          place: nameOf(violation.from) ?? say("refusals.quantity.donor"),
          units: violation.spareUnits,
        });
    }
  };
  const byField = <Text>(words: (violation: QuantityViolation) => Text): Record<string, Text> =>
    Object.fromEntries(
      violations.map((violation) => [
        "laneId" in violation ? `quantities.${violation.laneId}` : "quantities",
        words(violation),
      ]),
    );
  const fieldErrors = byField(sentence);
  const fieldSays = byField(said);
  return new Invalid(`${Object.values(fieldErrors).join(" ")} Nothing was changed.`, {
    say: say("refusals.nothingChanged", { why: { sentences: Object.values(fieldSays) } }),
    fieldErrors,
    fieldSays,
    details: { kind: "quantities", violations },
  });
}
