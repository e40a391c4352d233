import type { Id } from "../../types";
import type { Network } from "../network";
import { buildNetwork } from "../network";
import type { Flow } from "../objective";
import type { RebalanceLane, RebalanceProblem } from "../types";
import type { JointProblem, RoomPrices, ShipmentTerms } from "./types";

/** One SKU in the plan of all. */
export interface Cell {
  problem: RebalanceProblem;
  /** Without fixed costs: they are the shipments'. */
  network: Network;
  /** The same with the prices of room in the costs of its steps. */
  priced: Network;
  /** Index of the lane of each arc. */
  laneOf: Int32Array;
  /** Units, grams, cm³ and value at cost of a step; what is unknown counts 0. */
  step: Load;
  flow: Flow;
}

/** What goods take of a shipment. */
export interface Load {
  units: number;
  grams: number;
  cm3: number;
  goodsMinor: number;
}

export interface ArcOfCell {
  cell: number;
  arc: number;
}

export interface JointLane {
  terms: ShipmentTerms;
  arcs: ArcOfCell[];
}

/** The problem of all SKUs as it is solved. */
export interface Joint {
  cells: Cell[];
  lanes: JointLane[];
  /** By lane. */
  isOpen: boolean[];
  prices: RoomPrices[];
}

export const freeRoom: RoomPrices = { perUnit: 0, perGram: 0, perCm3: 0 };

/** Builds every SKU's network and gathers their arcs by lane, in the order in which lanes are first met. */
export function buildJoint({ problems, terms = [] }: JointProblem): Joint {
  const given = new Map(terms.map((one) => [one.laneId, one]));
  const indexes = new Map<Id, number>();
  const lanes: JointLane[] = [];
  const free = new Map<RebalanceLane, RebalanceLane>();
  const cells = problems.map((problem, cell): Cell => {
    const network = buildNetwork(problem, undefined, "shipment");
    const laneOf = new Int32Array(network.arcs.length);
    network.arcs.forEach((arc, index) => {
      const { id } = arc.lane;
      let lane = indexes.get(id);
      if (lane === undefined) {
        lane = lanes.push({ terms: given.get(id) ?? termsOf(arc.lane), arcs: [] }) - 1;
        indexes.set(id, lane);
      }
      laneOf[index] = lane;
      lanes[lane]?.arcs.push({ cell, arc: index });
      arc.lane = free.get(arc.lane) ?? withoutFixed(free, arc.lane);
    });
    return {
      problem,
      network,
      priced: { ...network, arcs: network.arcs.map((arc) => ({ ...arc })) },
      laneOf,
      step: stepLoad(problem, network.stepUnits),
      flow: new Int32Array(network.arcs.length),
    };
  });
  return { cells, lanes, isOpen: lanes.map(() => true), prices: lanes.map(() => freeRoom) };
}

/** The lane as its SKUs see it: their shipment pays the fixed cost. SKUs share lanes, so each is copied once. */
function withoutFixed(known: Map<RebalanceLane, RebalanceLane>, lane: RebalanceLane): RebalanceLane {
  const free = { ...lane, fixedMinor: 0 };
  known.set(lane, free);
  return free;
}

/** What a lane states for one shipment. */
export function termsOf(lane: RebalanceLane): ShipmentTerms {
  return {
    laneId: lane.id,
    fixedMinor: lane.fixedMinor,
    minUnits: lane.minQuantity,
    minValueMinor: lane.minValueMinor ?? 0,
    capacityUnits: lane.maxQuantity,
    capacityGrams: lane.maxGrams,
    capacityCm3: lane.maxCm3,
  };
}

function stepLoad({ sku }: RebalanceProblem, units: number): Load {
  return {
    units,
    grams: units * (sku.weightGrams ?? 0),
    cm3: units * (sku.volumeCm3 ?? 0),
    goodsMinor: units * sku.unitCostMinor,
  };
}

/** What a step takes of its lane's room, at its prices. */
export function roomMinorPerStep({ units, grams, cm3 }: Load, prices: RoomPrices): number {
  return units * prices.perUnit + grams * prices.perGram + cm3 * prices.perCm3;
}

/** What the whole room of a lane is worth at its prices. */
export function roomRent({ lanes, prices }: Joint, index: number): number {
  const terms = lanes[index]?.terms;
  const price = prices[index];
  if (!terms || !price) return 0;
  return roomMinorPerStep(
    {
      units: terms.capacityUnits ?? 0,
      grams: terms.capacityGrams ?? 0,
      cm3: terms.capacityCm3 ?? 0,
      goodsMinor: 0,
    },
    price,
  );
}

/** What each lane carries. */
export function loadsOf({ cells, lanes }: Joint): Load[] {
  const loads = lanes.map((): Load => ({ units: 0, grams: 0, cm3: 0, goodsMinor: 0 }));
  for (const { flow, laneOf, step } of cells) {
    for (let index = 0; index < flow.length; index++) {
      const steps = flow[index] as number;
      const load = loads[laneOf[index] as number];
      if (steps > 0 && load) addLoad(load, step, steps);
    }
  }
  return loads;
}

/** Adds steps to a load; fewer than 0 takes them off. */
export function addLoad(load: Load, step: Load, steps: number): void {
  load.units += step.units * steps;
  load.grams += step.grams * steps;
  load.cm3 += step.cm3 * steps;
  load.goodsMinor += step.goodsMinor * steps;
}
