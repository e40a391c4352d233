import type { Id } from "../types";
import {
  carriageMinorPerUnit,
  holdingMinorPerUnit,
  hurdleMinorPerUnit,
  laneExclusion,
  leastUnits,
  shipmentLimitUnits,
} from "./lanes";
import type { KnownLocation, ReceiverChance } from "./marginal-values";
import { donorLossChance, receiverChance } from "./marginal-values";
import type { SortedPlaces } from "./places";
import { sortPlaces } from "./places";
import type { Exclusion, RebalanceLane, RebalanceProblem } from "./types";

/** One usable lane. Quantities are counted in steps of `Network.stepUnits`. */
export interface Arc {
  lane: RebalanceLane;
  donor: number;
  receiver: number;
  /** Everything a step costs but for the fixed cost: freight, handling, holding in transit and until the horizon, hurdle. */
  costPerStep: number;
  /** It carries 0, or minSteps to maxSteps, in multiples of stride. */
  minSteps: number;
  maxSteps: number;
  stride: number;
  /**
   * gain[s]: margin of the sales that the first s steps at the receiver make possible, arriving by this lane, and the holding
   * that these are spared. Concave.
   */
  gain: Float64Array;
}

export interface Donor {
  location: KnownLocation;
  /** Most steps it can give. */
  spareSteps: number;
  /** loss[s]: margin of the sales it misses when it gives s steps. Convex. */
  loss: Float64Array;
}

export interface Receiver {
  location: KnownLocation;
  /** Indices into `arcs`, the longest lead time first: the latest goods serve the surest sales. */
  arcs: number[];
}

/** Who can give, who may need, and the ways between them, for one SKU. */
export interface Network {
  stepUnits: number;
  arcs: Arc[];
  donors: Donor[];
  receivers: Receiver[];
  excluded: Exclusion[];
}

/** Units that must be priced whatever they earn, by lane. */
export type WantedUnits = ReadonlyMap<Id, number>;

const nothingWanted: WantedUnits = new Map();

/** A place in need with the lanes that lead there. */
interface Need {
  location: KnownLocation;
  lanes: RebalanceLane[];
  wanted: WantedUnits;
  minimumsBind: "move" | "shipment";
}

/** A lane with the chances and cost that tell how many of its units are worth moving. */
interface Prospect {
  lane: RebalanceLane;
  chance: ReceiverChance;
  costPerUnit: number;
  /** Of a unit that is not sold; one that is sold is spared it. */
  holdingPerUnit: number;
  usefulUnits: number;
}

/**
 * The network of a SKU's problem. Lanes that cannot earn what they cost are left out, unless units on them are wanted. Least
 * quantities bind each move, or only the shipment that it is part of: then a move may be smaller.
 */
export function buildNetwork(
  problem: RebalanceProblem,
  wanted: WantedUnits = nothingWanted,
  minimumsBind: "move" | "shipment" = "move",
): Network {
  const places = sortPlaces(problem);
  const { spare, needy, excluded } = places;
  const network: Network = { stepUnits: 1, arcs: [], donors: [], receivers: [], excluded };
  if (spare.size === 0 || needy.size === 0) return network;
  const usable = problem.lanes.filter((lane) => {
    if (!spare.has(lane.from) || !needy.has(lane.to)) return false;
    const why = laneExclusion(problem, lane);
    if (why) excluded.push({ kind: "lane", id: lane.id, why });
    return why === null;
  });
  network.stepUnits = usable.every((lane) => lane.wholePacks) ? problem.sku.packSize : 1;
  for (const location of needy.values()) {
    const lanes = usable.filter((lane) => lane.to === location.id);
    if (lanes.length > 0) addReceiver(network, problem, places, { location, lanes, wanted, minimumsBind });
  }
  for (const [index, donor] of network.donors.entries()) fillLoss(network, problem, places, index, donor);
  return network;
}

function addReceiver(
  network: Network,
  problem: RebalanceProblem,
  places: SortedPlaces,
  { location, lanes, wanted, minimumsBind }: Need,
): void {
  const prospects = findProspects(network, problem, places, { location, lanes, wanted, minimumsBind });
  const step = network.stepUnits;
  const steps = Math.ceil(
    prospects.reduce((most, prospect) => Math.max(most, prospect.usefulUnits), 0) / step,
  );
  const margin = Math.max(0, problem.sku.marginMinorPerUnit);
  const gains = new Map<Prospect["chance"], Float64Array>();
  const receiver = { location, arcs: [] as number[] };
  for (const { lane, chance, costPerUnit, holdingPerUnit } of prospects) {
    const bounds = arcBounds(network, problem, places, { lane, steps, minimumsBind });
    if (!bounds) continue;
    const gain =
      gains.get(chance) ?? cumulated(chance.upTo(steps * step), margin + holdingPerUnit, steps, step);
    gains.set(chance, gain);
    receiver.arcs.push(network.arcs.length);
    const donor = donorIndex(network, places, lane.from);
    network.arcs.push({
      lane,
      donor,
      receiver: network.receivers.length,
      costPerStep: (costPerUnit + holdingPerUnit) * step,
      gain,
      ...bounds,
    });
  }
  if (receiver.arcs.length > 0) network.receivers.push(receiver);
}

function findProspects(
  network: Network,
  problem: RebalanceProblem,
  { spare }: SortedPlaces,
  { location, lanes, wanted }: Need,
): Prospect[] {
  const margin = Math.max(0, problem.sku.marginMinorPerUnit);
  const supplyUnits = lanes.reduce((sum, lane) => sum + (spare.get(lane.from)?.units ?? 0), 0);
  const chances = new Map<number, Prospect["chance"]>();
  const prospects: Prospect[] = [];
  for (const lane of [...lanes].sort((a, b) => b.leadTimeDays - a.leadTimeDays)) {
    const costPerUnit =
      carriageMinorPerUnit(problem, lane) + hurdleMinorPerUnit(problem) + (lane.roomMinorPerUnit ?? 0);
    const holdingPerUnit = holdingMinorPerUnit(problem, lane);
    let chance = chances.get(lane.leadTimeDays);
    if (!chance) {
      chance = receiverChance(location, lane.leadTimeDays, problem.policy.horizonDays);
      chances.set(lane.leadTimeDays, chance);
    }
    let usefulUnits = usefulCount(chance, margin + holdingPerUnit, costPerUnit + holdingPerUnit, supplyUnits);
    if (usefulUnits > 0) {
      const least = Math.min(leastUnits(problem.sku, lane), supplyUnits);
      usefulUnits = Math.max(usefulUnits, least);
    }
    usefulUnits = Math.max(usefulUnits, Math.min(wanted.get(lane.id) ?? 0, supplyUnits));
    if (usefulUnits > 0) prospects.push({ lane, chance, costPerUnit, holdingPerUnit, usefulUnits });
    else network.excluded.push({ kind: "lane", id: lane.id, why: "costs_more_than_it_earns" });
  }
  return prospects;
}

/** How many units in a row earn more than they cost: the chance only falls, so halving finds it. */
function usefulCount(chance: (k: number) => number, margin: number, cost: number, most: number): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (chance(middle) * margin > cost) low = middle;
    else high = middle - 1;
  }
  return low;
}

function arcBounds(
  network: Network,
  { sku }: RebalanceProblem,
  { spare }: SortedPlaces,
  of: { lane: RebalanceLane; steps: number; minimumsBind: "move" | "shipment" },
): Pick<Arc, "minSteps" | "maxSteps" | "stride"> | null {
  const { lane } = of;
  const step = network.stepUnits;
  const stride = lane.wholePacks ? sku.packSize / step : 1;
  const spareUnits = spare.get(lane.from)?.units ?? 0;
  const limit = Math.min(of.steps * step, spareUnits, shipmentLimitUnits(sku, lane));
  const maxSteps = Math.floor(limit / step / stride) * stride;
  const least = of.minimumsBind === "move" ? leastUnits(sku, lane) : 1;
  const minSteps = Math.max(1, Math.ceil(least / step / stride)) * stride;
  if (maxSteps >= minSteps) return { minSteps, maxSteps, stride };
  network.excluded.push({
    kind: "lane",
    id: lane.id,
    why: spareUnits < sku.packSize ? "nothing_to_spare" : "below_minimum",
  });
  return null;
}

function donorIndex(network: Network, { spare }: SortedPlaces, id: Id): number {
  const known = network.donors.findIndex((donor) => donor.location.id === id);
  const place = spare.get(id);
  if (known >= 0 || !place) return known;
  const spareSteps = Math.floor(place.units / network.stepUnits);
  return network.donors.push({ location: place.location, spareSteps, loss: new Float64Array(1) }) - 1;
}

function fillLoss(
  network: Network,
  problem: RebalanceProblem,
  { spare }: SortedPlaces,
  index: number,
  donor: Donor,
): void {
  const place = spare.get(donor.location.id);
  if (!place) return;
  const asked = network.arcs.reduce((sum, arc) => sum + (arc.donor === index ? arc.maxSteps : 0), 0);
  donor.spareSteps = Math.min(donor.spareSteps, asked);
  const chance = donorLossChance(place.location, problem.policy.horizonDays, place.atHorizon);
  const margin = Math.max(0, problem.sku.marginMinorPerUnit);
  const units = donor.spareSteps * network.stepUnits;
  const chances = new Float64Array(units + 1);
  for (let k = 1; k <= units; k++) chances[k] = chance(k);
  donor.loss = cumulated(chances, margin, donor.spareSteps, network.stepUnits);
}

function cumulated(chances: Float64Array, margin: number, steps: number, stepUnits: number): Float64Array {
  const sums = new Float64Array(steps + 1);
  let sum = 0;
  for (let s = 1; s <= steps; s++) {
    for (let k = (s - 1) * stepUnits + 1; k <= s * stepUnits; k++) sum += (chances[k] as number) * margin;
    sums[s] = sum;
  }
  return sums;
}
