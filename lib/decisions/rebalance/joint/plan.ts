import { decidedPlan } from "../decide";
import { buildNetwork } from "../network";
import type { Flow } from "../objective";
import { solve } from "../solve";
import { upperBound } from "./bound";
import type { Joint } from "./cells";
import { buildJoint, freeRoom, loadsOf } from "./cells";
import { dropOverload, fillRoom, fillToMinimum, meetsMinimum } from "./fit";
import { chooseLanes, clashes, closeHopeless } from "./open-lanes";
import { overload, priceRoom } from "./room";
import { shareFixedCosts, shipmentsOf } from "./shipments";
import { solveCell, solveCells, worthOf } from "./solve-cell";
import type { ClosedLane, JointPlan, JointProblem } from "./types";

/** How far from the best bound prices of room are taken to be: at first, and once lanes have been closed. */
const farAim = 0.02;
const nearAim = 0.002;
/** A gap above this part of the bound is worth a second start; of many SKUs, which takes longer, a larger one. */
const smallGap = 0.001;
const largeGap = 0.01;
const fewArcs = 3_000;
/** Lanes that are opened or closed for a try at most, and arcs that are solved anew for that over all tries. */
const mostTurns = 60;
const turnedArcs = 20_000;

/**
 * The plan of greatest expected value for all SKUs together: as for one SKU, but every lane's fixed cost is paid once a
 * shipment, and its least quantity and value and its room hold for all SKUs it carries. Room that is short gets a price at
 * which SKUs ask for no more than there is; lanes that do not earn their fixed cost are closed one by one and tried again;
 * what does not fit at the end is dropped where it costs least. The plan always keeps every limit. The same problem gives
 * the same plan. `optimalityGap` is what a better plan could gain at most, proved by the prices.
 */
export function planJointly(problem: JointProblem): JointPlan {
  const joint = buildJoint(problem);
  const alone = closeHopeless(joint);
  const hopeful = [...joint.isOpen];
  solveCells(joint);
  priceRoom(joint, farAim);
  if (chooseLanes(joint, hopeful)) priceRoom(joint, nearAim);
  const priced = joint.cells.map(({ flow }) => flow);
  for (const cell of joint.cells) cell.flow = cell.flow.slice();
  keepLimits(joint);
  const bound = boundAround(joint, hopeful, priced);
  const arcs = joint.cells.reduce((sum, { flow }) => sum + flow.length, 0);
  const tolerated = arcs <= fewArcs ? smallGap : largeGap;
  const isFar = () => bound - objectiveOfJoint(joint) > tolerated * bound;
  if (isFar()) startApart(joint, hopeful);
  if (isFar() && arcs <= fewArcs)
    turnLanes(joint, hopeful, Math.min(mostTurns, Math.floor(turnedArcs / arcs)));
  return describeJoint(joint, alone, bound);
}

/** The bound by the flows as they were priced: those that were made to fit say less of what units are worth. */
function boundAround(joint: Joint, hopeful: readonly boolean[], priced: readonly Flow[]): number {
  const reached = objectiveOfJoint(joint);
  const kept = joint.cells.map(({ flow }) => flow);
  for (const [at, cell] of joint.cells.entries()) cell.flow = priced[at] ?? cell.flow;
  const bound = upperBound(joint, hopeful, reached);
  for (const [at, cell] of joint.cells.entries()) cell.flow = kept[at] ?? cell.flow;
  return bound;
}

/** Starts anew from each SKU's plan on its own, and keeps what comes of it where that earns more. */
function startApart(joint: Joint, hopeful: readonly boolean[]): void {
  const takeBack = holdPlan(joint);
  const objective = objectiveOfJoint(joint);
  joint.isOpen = [...hopeful];
  joint.prices = joint.lanes.map(() => freeRoom);
  for (const cell of joint.cells) {
    const network = buildNetwork(cell.problem);
    const { flow } = solve(network);
    const byLane = new Map(network.arcs.map((arc, index) => [arc.lane.id, flow[index] ?? 0]));
    cell.flow = Int32Array.from(cell.network.arcs, (arc) => byLane.get(arc.lane.id) ?? 0);
  }
  keepLimits(joint);
  if (objectiveOfJoint(joint) <= objective) takeBack();
}

/** Opens or closes one lane at a time, prices room anew, and keeps what earns more: few SKUs' lanes hang on each other. */
function turnLanes(joint: Joint, hopeful: readonly boolean[], most: number): void {
  let idle = 0;
  for (
    let turn = 0, lane = 0;
    turn < most && idle < joint.lanes.length;
    lane = (lane + 1) % joint.lanes.length
  ) {
    idle++;
    if (!hopeful[lane]) continue;
    turn++;
    const takeBack = holdPlan(joint);
    const objective = objectiveOfJoint(joint);
    joint.isOpen = joint.isOpen.map((isOpen, at) => (at === lane ? !isOpen : isOpen));
    joint.prices = joint.lanes.map(() => freeRoom);
    for (const cell of joint.cells) cell.flow = new Int32Array(cell.flow.length);
    solveCells(joint);
    priceRoom(joint, farAim);
    for (const cell of joint.cells) cell.flow = cell.flow.slice();
    keepLimits(joint);
    if (objectiveOfJoint(joint) > objective + 1e-6) idle = 0;
    else takeBack();
  }
}

/** Remembers the plan as it stands; what it returns brings it back. */
function holdPlan(joint: Joint): () => void {
  const { isOpen, prices } = joint;
  const flows = joint.cells.map(({ flow }) => flow);
  return () => {
    joint.isOpen = isOpen;
    joint.prices = prices;
    for (const [at, cell] of joint.cells.entries()) cell.flow = flows[at] ?? cell.flow;
  };
}

function describeJoint(joint: Joint, alone: Float64Array, bound: number): JointPlan {
  const objectiveMinor = objectiveOfJoint(joint);
  const upperBoundMinor = Math.max(objectiveMinor, bound);
  const slack = upperBoundMinor - objectiveMinor;
  const plans = joint.cells.map((cell) => {
    const objective = worthOf(cell, cell.flow);
    return decidedPlan(cell.problem, cell.network, { flow: cell.flow, objective, upperBound: objective });
  });
  const shipments = shipmentsOf(joint, plans);
  return {
    plans: shareFixedCosts(plans, shipments),
    shipments,
    closed: closedLanes(joint, alone),
    objectiveMinor,
    upperBoundMinor,
    optimalityGap: slack > 1e-9 * upperBoundMinor ? slack / upperBoundMinor : 0,
  };
}

/** Σ what the flows earn − fixed cost of every lane that carries something. */
function objectiveOfJoint(joint: Joint): number {
  let sum = 0;
  for (const cell of joint.cells) sum += worthOf(cell, cell.flow);
  for (const [index, load] of loadsOf(joint).entries())
    if (load.units > 0) sum -= joint.lanes[index]?.terms.fixedMinor ?? 0;
  return sum;
}

/** Makes the flows keep every lane's room and minimum, and every lane in use earn its fixed cost. */
function keepLimits(joint: Joint): void {
  dropOverload(joint);
  fillRoom(joint);
  for (let index = 0; index < joint.lanes.length; index++) {
    const terms = joint.lanes[index]?.terms;
    const load = loadsOf(joint)[index];
    if (!terms || !load || meetsMinimum(load, terms)) continue;
    const filled = fillToMinimum(joint, index);
    if (!filled || !paysFor(joint, index)) closeLane(joint, index);
  }
  closeUnearned(joint);
}

/** Closes what no longer earns its fixed cost after the fitting, and what closing others has left too small. */
function closeUnearned(joint: Joint): void {
  for (let changed = true; changed; ) {
    changed = false;
    const loads = loadsOf(joint);
    for (const [index, load] of loads.entries()) {
      const terms = joint.lanes[index]?.terms;
      if (!terms || load.units === 0) continue;
      if (meetsMinimum(load, terms) && paysFor(joint, index)) continue;
      closeLane(joint, index);
      changed = true;
      break;
    }
  }
}

/** Whether all SKUs lose more without the lane than its fixed cost. */
function paysFor(joint: Joint, index: number): boolean {
  const { terms, arcs } = joint.lanes[index] ?? { terms: null, arcs: [] };
  let loses = 0;
  for (const { cell, arc } of arcs) {
    const own = joint.cells[cell];
    if (!own || own.flow[arc] === 0) continue;
    const without = own.flow.slice();
    without[arc] = 0;
    loses += worthOf(own, own.flow) - worthOf(own, without);
  }
  return loses > (terms?.fixedMinor ?? 0);
}

/** Takes everything off a lane; its SKUs may go on with what they send on the others. */
function closeLane(joint: Joint, index: number): void {
  joint.isOpen[index] = false;
  for (const { cell, arc } of joint.lanes[index]?.arcs ?? []) {
    const own = joint.cells[cell];
    if (!own || own.flow[arc] === 0) continue;
    const before = own.flow;
    own.flow = before.slice();
    own.flow[arc] = 0;
    const better = solveCell(joint, own, own.flow);
    const bare = own.flow;
    own.flow = better;
    const isOver = loadsOf(joint).some((load, lane) => {
      const terms = joint.lanes[lane]?.terms;
      return terms !== undefined && overload(load, terms) > 0;
    });
    if (isOver || worthOf(own, better) < worthOf(own, bare)) own.flow = bare;
  }
}

function closedLanes(joint: Joint, alone: Float64Array): ClosedLane[] {
  const loads = loadsOf(joint);
  return joint.lanes.flatMap(({ terms, arcs }, index) => {
    if ((loads[index]?.units ?? 0) > 0 || (alone[index] as number) <= 0) return [];
    let units = 0;
    for (const { cell, arc } of arcs) {
      const own = joint.cells[cell];
      units += (own?.network.arcs[arc]?.maxSteps ?? 0) * (own?.step.units ?? 0);
    }
    const why = clashes(terms)
      ? ("minimum_above_capacity" as const)
      : units < terms.minUnits
        ? ("minimum_not_reached" as const)
        : ("fixed_cost_not_earned" as const);
    return [{ laneId: terms.laneId, why, earnsMinor: alone[index] as number, units }];
  });
}
