import { donorBound, pricesAround } from "../dual-bound";
import type { Arc, Network } from "../network";
import type { Cell, Joint } from "./cells";
import { roomRent } from "./cells";
import { solveCell, worthOf } from "./solve-cell";

/** Up to so many lanes of a receiver every subset is weighed; beyond, one lane's fee and the two least stand for all. */
const mostWeighed = 6;
/** Times that fees are shifted towards the SKUs that would use a lane. */
const effort = { few: 60, many: 12 };
/** Up to so many arcs a problem is small. */
const fewArcs = 3_000;
/** A round gains if it lowers the bound by this part; after so many that do not, steps are halved, down to this part. */
const leastGain = 1e-5;
const patience = 4;
const leastPart = 1e-3;

/** A bound this near to what is reached, as a part of it, is not worth another round. */
const nearEnough = 0.000_5;

/** Fee of each arc of each cell: what the SKU pays for using the lane at all. */
type Fees = Float64Array[];

/**
 * A value that no plan exceeds. Each lane's fixed cost, less what its room is worth, is split into fees that its SKUs pay for
 * using it; then every SKU is on its own, with donors' units at a price a step. Whatever the fees, prices of room ≥ 0 and
 * prices of units ≥ 0 are, the sum of the SKUs' best values and of what rooms are worth beyond fixed costs is a bound
 * (Lagrangian dual, e.g. Fisher 1981); fees in proportion to what the lane earns each SKU make it close. `reached` is what
 * the best plan known earns.
 */
export function upperBound(joint: Joint, hopeful: readonly boolean[], reached: number): number {
  let fees = firstFees(joint, hopeful);
  const priced = joint.cells.map((cell, index) => {
    const own = fees[index] as Float64Array;
    return unitPrices(cell, own).map((units) => atPrices(joint, cell, own, units));
  });
  const arcs = joint.cells.reduce((sum, { flow }) => sum + flow.length, 0);
  const rounds = arcs <= fewArcs ? effort.few : effort.many;
  let best = { bound: Number.POSITIVE_INFINITY, fees };
  let part = 1;
  let idle = 0;
  for (let round = 0; round < rounds; round++) {
    const { bound, used } = boundAt(joint, fees, priced);
    if (bound < best.bound * (1 - leastGain)) idle = 0;
    else if (++idle >= patience) [part, idle, fees] = [part / 2, 0, best.fees];
    if (bound < best.bound) best = { bound, fees };
    if (best.bound - reached <= nearEnough * best.bound || part < leastPart) break;
    const next = shiftFees(joint, fees, used, part * Math.max(0, bound - reached));
    if (!next) break;
    fees = next;
  }
  return best.bound;
}

/** Prices of the donors' units at which the bound of a cell may be least. */
function unitPrices({ priced, flow }: Cell, fees: Float64Array): Float64Array[] {
  if (flow.length === 0) return [];
  const arcs = priced.arcs.map((arc, index) => ({
    ...arc,
    lane: { ...arc.lane, fixedMinor: Math.min(fees[index] as number, Number.MAX_SAFE_INTEGER) },
  }));
  return pricesAround({ ...priced, arcs }, flow);
}

/** What is left of a lane's fixed cost to be split. */
const toSplit = (joint: Joint, lane: number) =>
  Math.max(0, (joint.lanes[lane]?.terms.fixedMinor ?? 0) - roomRent(joint, lane));

/** In proportion to what each SKU would lose or win by the lane. */
function firstFees(joint: Joint, hopeful: readonly boolean[]): Fees {
  const fees = joint.cells.map((cell) => new Float64Array(cell.flow.length));
  for (const [lane, { arcs }] of joint.lanes.entries()) {
    const split = toSplit(joint, lane);
    if (split === 0) continue;
    let sum = 0;
    for (const { cell, arc } of arcs) {
      const own = joint.cells[cell];
      const minor = own && hopeful[lane] ? earnedBy(joint, own, lane, arc) : 0;
      (fees[cell] as Float64Array)[arc] = minor;
      sum += minor;
    }
    for (const { cell, arc } of arcs) {
      const own = fees[cell] as Float64Array;
      const part = sum > 0 ? (own[arc] as number) / sum : 1 / arcs.length;
      // No best plan uses a hopeless lane, so the bound need not look at it.
      own[arc] = hopeful[lane] ? split * part : Number.POSITIVE_INFINITY;
    }
  }
  return fees;
}

function earnedBy(joint: Joint, cell: Cell, lane: number, arc: number): number {
  const isUsed = (cell.flow[arc] as number) > 0;
  if (joint.isOpen[lane] && !isUsed) return 0;
  const other = solveCell(joint, cell, cell.flow, isUsed ? { shut: lane } : { tried: lane });
  return Math.abs(worthOf(cell, cell.flow, true) - worthOf(cell, other, true));
}

/** A SKU on its own at prices of its donors' units: what its receivers could earn before fees. Kept while the prices are. */
interface AtPrices {
  /** What donors earn at most by selling at the prices. */
  sold: number;
  receivers: Choice[];
}

/** The lanes of a receiver that any best plan might use. */
interface Choice {
  arcs: number[];
  /** What they could earn it by the lanes in use; of many lanes only all together and each alone. */
  together: Map<LaneSet, number>;
}

/** Some lanes of a receiver. Of few, bits as in `arcs`; of many, which are more than a number has bits, one by its place, or all (−1). */
type LaneSet = number;

const allOf = ({ length }: readonly unknown[]): LaneSet => (length <= mostWeighed ? (1 << length) - 1 : -1);
const onlyOf = ({ length }: readonly unknown[], place: number): LaneSet =>
  length <= mostWeighed ? 1 << place : place;
const holds = ({ length }: readonly unknown[], set: LaneSet, place: number): boolean =>
  length <= mostWeighed ? (set & (1 << place)) !== 0 : set < 0 || set === place;

function boundAt(joint: Joint, fees: Fees, priced: AtPrices[][]): { bound: number; used: boolean[][] } {
  let bound = 0;
  for (const [lane, { terms }] of joint.lanes.entries())
    bound += Math.max(0, roomRent(joint, lane) - terms.fixedMinor);
  const used = joint.cells.map((cell, index) => {
    const own = cellBound(cell, fees[index] as Float64Array, priced[index] ?? []);
    bound += own.bound;
    // Other prices than the best of the first round hardly ever win later.
    priced[index] = own.best;
    return own.used;
  });
  return { bound, used };
}

/** What no flow of the SKU exceeds at the fees, the least over several prices of its donors' units. */
function cellBound(
  { flow }: Cell,
  fees: Float64Array,
  priced: readonly AtPrices[],
): { bound: number; used: boolean[]; best: AtPrices[] } {
  let least = {
    bound: priced.length > 0 ? Number.POSITIVE_INFINITY : 0,
    used: [] as boolean[],
    best: [] as AtPrices[],
  };
  for (const one of priced) {
    const used = new Array<boolean>(flow.length).fill(false);
    let bound = one.sold;
    for (const choice of one.receivers) bound += choiceBound(choice, fees, used);
    if (bound < least.bound) least = { bound, used, best: [one] };
  }
  return least;
}

/** The best that the lanes of a receiver could earn it, each lane in use paying its fee. */
function choiceBound({ arcs, together }: Choice, fees: Float64Array, used: boolean[]): number {
  let best = 0;
  let chosen: LaneSet | null = null;
  for (const [set, earns] of together) {
    let value = earns;
    for (let place = 0; place < arcs.length; place++)
      if (holds(arcs, set, place)) value -= fees[arcs[place] as number] as number;
    if (value > best) [best, chosen] = [value, set];
  }
  if (arcs.length > mostWeighed) {
    const [cheapest = 0, next = 0] = arcs.map((index) => fees[index] as number).sort((a, b) => a - b);
    best = Math.max(best, (together.get(allOf(arcs)) ?? 0) - cheapest - next);
  }
  if (chosen !== null)
    for (const [place, index] of arcs.entries()) if (holds(arcs, chosen, place)) used[index] = true;
  return best;
}

function atPrices(joint: Joint, cell: Cell, fees: Float64Array, units: Float64Array): AtPrices {
  const { priced, flow, laneOf } = cell;
  let sold = 0;
  for (const [index, { loss }] of priced.donors.entries()) sold += donorBound(loss, units[index] as number);
  if (flow.length === 0) return { sold, receivers: [] };
  const isFree = (index: number) => toSplit(joint, laneOf[index] as number) === 0;
  const receivers = priced.receivers.map((receiver) => {
    const arcs = receiver.arcs.filter((index) => Number.isFinite(fees[index]));
    return choiceOf(priced, arcs, units, arcs.every(isFree));
  });
  return { sold, receivers };
}

function choiceOf(network: Network, arcs: number[], units: Float64Array, areFree: boolean): Choice {
  const nets = arcs.map((index, place) => netsOf(network.arcs[index] as Arc, units, place));
  const steps = arcs.map((index) => network.arcs[index]?.maxSteps ?? 0);
  const together = new Map<LaneSet, number>();
  const weigh = (set: LaneSet) => together.set(set, valueOfSet(nets, steps, set));
  const all = allOf(arcs);
  // Where no lane ever costs a fee, all of them together earn at least what any part of them does.
  if (areFree) weigh(all);
  else if (arcs.length <= mostWeighed) for (let set = 1; set <= all; set++) weigh(set);
  else {
    for (const place of arcs.keys()) weigh(onlyOf(arcs, place));
    weigh(all);
  }
  return { arcs, together };
}

/** Where each lane of the receiver in hand is worked out. */
const rooms: Float64Array<ArrayBuffer>[] = [];

/** What each step at the receiver earns by this arc, while it earns. */
function netsOf(arc: Arc, units: Float64Array, place: number): Float64Array {
  let room = rooms[place] ?? new Float64Array(256);
  if (room.length < arc.gain.length) room = new Float64Array(arc.gain.length * 2);
  rooms[place] = room;
  const nets = room.subarray(0, arc.gain.length);
  const price = arc.costPerStep + (units[arc.donor] as number);
  for (let s = 1; s < arc.gain.length; s++)
    nets[s] = (arc.gain[s] as number) - (arc.gain[s - 1] as number) - price;
  return nets;
}

function valueOfSet(nets: readonly Float64Array[], steps: readonly number[], set: LaneSet): number {
  const members: Float64Array[] = [];
  let most = 0;
  for (let place = 0; place < nets.length; place++) {
    if (!holds(nets, set, place)) continue;
    most += steps[place] as number;
    members.push(nets[place] as Float64Array);
  }
  let value = 0;
  for (let s = 1; s <= most; s++) {
    let best = 0;
    for (let at = 0; at < members.length; at++) {
      const own = members[at] as Float64Array;
      if (s < own.length && (own[s] as number) > best) best = own[s] as number;
    }
    if (best === 0) break;
    value += best;
  }
  return value;
}

/**
 * Moves each lane's fees towards the SKUs that would use it at them, so far that the bound would fall by `fall` if nobody
 * changed its mind (a subgradient step of Polyak's length); null: nothing to move.
 */
function shiftFees(joint: Joint, fees: Fees, used: boolean[][], fall: number): Fees | null {
  const lanes = joint.lanes.flatMap(({ arcs }, lane) => {
    const split = toSplit(joint, lane);
    const usable = arcs.filter(({ cell, arc }) => Number.isFinite(fees[cell]?.[arc]));
    const users = usable.filter(({ cell, arc }) => used[cell]?.[arc]).length;
    return split === 0 || users === 0 || users === usable.length ? [] : [{ split, usable, users }];
  });
  let length = 0;
  for (const { usable, users } of lanes) length += (users * (usable.length - users)) / usable.length;
  if (length === 0) return null;
  const step = fall / length;
  const next = fees.map((own) => own.slice());
  for (const { split, usable, users } of lanes) {
    const mean = users / usable.length;
    let sum = 0;
    for (const { cell, arc } of usable) {
      const own = next[cell] as Float64Array;
      own[arc] = Math.max(0, (own[arc] as number) + step * ((used[cell]?.[arc] ? 1 : 0) - mean));
      sum += own[arc];
    }
    for (const { cell, arc } of usable) {
      const own = next[cell] as Float64Array;
      own[arc] = sum > 0 ? ((own[arc] as number) * split) / sum : split / usable.length;
    }
  }
  return next;
}
