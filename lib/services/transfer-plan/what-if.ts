import type { Queryable } from "@/db/client";
import { decideRebalance } from "@/lib/decisions/rebalance/decide";
import { netBeforeFixedMinor } from "@/lib/decisions/rebalance/describe";
import {
  priceQuantities,
  type QuantityViolation,
  type WantedMove,
} from "@/lib/decisions/rebalance/price-quantity";
import type { RebalanceProblem, TransferMove } from "@/lib/decisions/rebalance/types";
import { getPolicy } from "../policy/get";
import { type Inputs, loadInputs, type SkuInput } from "../recommendation/load-inputs";
import { rebalanceProblem } from "../recommendation/problem";
import type { TransferPlanView } from "./read";
import { coverAfter, type WhatIfCover } from "./what-if-cover";

/** Changes to a plan that a person tries. Nothing of them is stored. */
export interface PlanChange {
  /** Lanes left out. */
  forbid: readonly number[];
  /** Days from now until goods of a lane can be sold. */
  leadDays: readonly { laneId: number; days: number }[];
  quantities: readonly { skuId: number; laneId: number; units: number }[];
  /** Words of an address that mean nothing. */
  unread: readonly string[];
}

/** One SKU on one lane, with and without the changes. Values after its part of the shipment's fixed cost. */
export interface WhatIfLine {
  skuId: number;
  skuCode: string;
  skuTitle: string;
  laneId: number;
  originCode: string;
  destinationCode: string;
  unitsBefore: number;
  unitsAfter: number;
  valueBeforeMinor: number;
  valueAfterMinor: number;
  origin: WhatIfCover;
  destination: WhatIfCover;
}

export interface WhatIfSums {
  units: number;
  freightMinor: number;
  valueMinor: number;
}

export interface WhatIf {
  lines: WhatIfLine[];
  before: WhatIfSums;
  after: WhatIfSums;
  /** Quantities that cannot be sent, with the figure that would do. */
  refused: { skuCode: string; violation: QuantityViolation }[];
  /** What was tried where the plan has nothing, in the words of an address: it changes nothing. */
  passedOver: string[];
  /** SKUs that a change concerns beyond what is worked out at once; their lines are left as they are. */
  leftOut: number;
}

/** SKUs worked out at once; the most valuable come first. */
const mostSkus = 400;

/**
 * What a plan would come to with other quantities, without some lanes, or with other lead times: each SKU concerned is planned
 * anew at the lanes' standing, the others stay. Reads figures, writes nothing.
 */
export async function whatIf(
  db: Queryable,
  plan: TransferPlanView,
  change: PlanChange,
  now: Date,
): Promise<WhatIf> {
  const policy = await getPolicy(db);
  const concerned = skusConcerned(plan, change);
  const skuIds = concerned.slice(0, mostSkus);
  const inputs = await loadInputs(db, skuIds, now, policy.rules.transfers.horizonDays);
  const result: WhatIf = {
    lines: [],
    before: sumsOf(plan),
    after: sumsOf(plan),
    refused: [],
    passedOver: passedOver(plan, change, inputs),
    leftOut: concerned.length - skuIds.length,
  };
  const used = { before: new Map<number, number>(), after: new Map<number, number>() };
  for (const shipment of plan.shipments) {
    used.before.set(shipment.laneId, shipment.units);
    used.after.set(shipment.laneId, shipment.units);
  }
  for (const sku of inputs.skus.values()) {
    const problem = rebalanceProblem(inputs, sku, policy.rules);
    if (problem) addSku(result, used, { inputs, sku, problem, plan, change });
  }
  chargeFixed(result, used, inputs);
  result.lines.sort(
    (a, b) =>
      Math.abs(b.valueAfterMinor - b.valueBeforeMinor) - Math.abs(a.valueAfterMinor - a.valueBeforeMinor),
  );
  return result;
}

/** SKUs with a line on a lane that changes, the most valuable first, and those whose quantity is chosen before all. */
function skusConcerned(plan: TransferPlanView, { forbid, leadDays, quantities }: PlanChange): number[] {
  const lanes = new Set([...forbid, ...leadDays.map(({ laneId }) => laneId)]);
  const lines = plan.shipments
    .filter(({ laneId }) => lanes.has(laneId))
    .flatMap((shipment) => shipment.lines)
    .sort((a, b) => b.valueMinor - a.valueMinor);
  return [...new Set([...quantities.map(({ skuId }) => skuId), ...lines.map(({ skuId }) => skuId)])];
}

/** Lanes on which nothing is planned, products and lanes that are not there, and words that mean nothing. */
function passedOver(plan: TransferPlanView, change: PlanChange, { skus, lanes }: Inputs): string[] {
  const { forbid, leadDays, quantities, unread } = change;
  const isEmpty = (id: number) => !plan.shipments.some(({ laneId }) => laneId === id);
  const isStrange = ({ skuId, laneId }: { skuId: number; laneId: number }) =>
    !skus.has(skuId) || !lanes.some(({ id }) => id === laneId);
  return [
    ...unread,
    ...forbid.filter(isEmpty).map((laneId) => `forbid=${laneId}`),
    ...leadDays.filter(({ laneId }) => isEmpty(laneId)).map(({ laneId, days }) => `lead=${laneId}-${days}`),
    ...quantities.filter(isStrange).map(({ skuId, laneId, units }) => `units=${skuId}-${laneId}-${units}`),
  ];
}

interface Used {
  before: Map<number, number>;
  after: Map<number, number>;
}

function addSku(
  result: WhatIf,
  used: Used,
  of: {
    inputs: Inputs;
    sku: SkuInput;
    problem: RebalanceProblem;
    plan: TransferPlanView;
    change: PlanChange;
  },
): void {
  const { inputs, sku, problem, plan, change } = of;
  const planned = plan.shipments.flatMap(({ laneId, lines }) =>
    lines.flatMap((line) => (line.skuId === sku.id ? { laneId, quantity: line.quantityUnits } : [])),
  );
  const now = priceQuantities(problem, planned);
  const before = now.ok ? now.moves : [];
  const tried = tryChange(problem, planned, change, sku.id);
  if (!tried.ok) {
    for (const violation of tried.violations) result.refused.push({ skuCode: sku.code, violation });
    return;
  }
  const laneIds = new Set([...before, ...tried.moves].map(({ laneId }) => Number(laneId)));
  const cover = coverAfter(sku, { before, after: tried.moves });
  for (const laneId of laneIds) {
    const [was, is] = [before, tried.moves].map((moves) => moves.find((move) => move.laneId === laneId));
    add(used.before, laneId, 0);
    add(used.after, laneId, (is?.quantity ?? 0) - (was?.quantity ?? 0));
    result.after.units += (is?.quantity ?? 0) - (was?.quantity ?? 0);
    result.after.freightMinor += carriage(is) - carriage(was);
    result.after.valueMinor += net(is) - net(was);
    const lane = inputs.lanes.find(({ id }) => id === laneId);
    if (!lane || (was?.quantity === is?.quantity && was?.valueMinor === is?.valueMinor)) continue;
    result.lines.push({
      skuId: sku.id,
      skuCode: sku.code,
      skuTitle: sku.title,
      laneId,
      originCode: inputs.locations.get(lane.from)?.code ?? "",
      destinationCode: inputs.locations.get(lane.to)?.code ?? "",
      unitsBefore: was?.quantity ?? 0,
      unitsAfter: is?.quantity ?? 0,
      valueBeforeMinor: was?.valueMinor ?? 0,
      valueAfterMinor: is?.valueMinor ?? 0,
      origin: cover(lane.from),
      destination: cover(lane.to),
    });
  }
}

function tryChange(
  problem: RebalanceProblem,
  planned: readonly WantedMove[],
  { forbid, leadDays, quantities }: PlanChange,
  skuId: number,
): { ok: true; moves: TransferMove[] } | { ok: false; violations: QuantityViolation[] } {
  const lead = new Map(leadDays.map(({ laneId, days }) => [laneId, days]));
  const changed = {
    ...problem,
    lanes: problem.lanes
      .filter(({ id }) => !forbid.includes(Number(id)))
      .map((lane) => ({ ...lane, leadTimeDays: lead.get(Number(lane.id)) ?? lane.leadTimeDays })),
  };
  const onChangedLane = planned.some(
    ({ laneId }) => forbid.includes(Number(laneId)) || lead.has(Number(laneId)),
  );
  const base: readonly WantedMove[] = onChangedLane ? decideRebalance(changed).moves : planned;
  const chosen = quantities.filter((one) => one.skuId === skuId && !forbid.includes(one.laneId));
  const wanted = [
    ...base.filter((move) => !chosen.some(({ laneId }) => laneId === move.laneId)),
    ...chosen.map(({ laneId, units }) => ({ laneId, quantity: units })),
  ];
  return priceQuantities(changed, wanted);
}

/** Fixed costs of lanes that are used only before, or only after, the changes. */
function chargeFixed(result: WhatIf, used: Used, { lanes }: Inputs): void {
  for (const lane of lanes) {
    const before = (used.before.get(lane.id) ?? 0) > 0;
    const after = (used.after.get(lane.id) ?? 0) > 0;
    if (before === after) continue;
    const minor = Math.max(0, lane.fixedMinor - lane.leaving.fixedMinor) * (after ? 1 : -1);
    result.after.freightMinor += minor;
    result.after.valueMinor -= minor;
  }
}

function sumsOf({ shipments }: TransferPlanView): WhatIfSums {
  const sum = (of: (shipment: TransferPlanView["shipments"][number]) => number) =>
    shipments.reduce((total, shipment) => total + of(shipment), 0);
  return {
    units: sum(({ units }) => units),
    freightMinor: sum(({ freightMinor }) => freightMinor),
    valueMinor: sum(({ valueMinor }) => valueMinor),
  };
}

const carriage = (move: TransferMove | undefined) => (move ? move.freightMinor + move.handlingMinor : 0);
const net = (move: TransferMove | undefined) => (move ? netBeforeFixedMinor(move) : 0);

function add(map: Map<number, number>, key: number, units: number): void {
  map.set(key, (map.get(key) ?? 0) + units);
}
