import { improve } from "../improve";
import type { Arc } from "../network";
import type { Flow } from "../objective";
import { objectiveOf } from "../objective";
import type { Cell, Joint } from "./cells";
import { roomMinorPerStep } from "./cells";

/**
 * A SKU's best flow over the open lanes at the standing prices of room, from `start`. `shut` is a lane taken as closed and
 * `tried` one taken as open whatever they are.
 */
export function solveCell(
  { isOpen, prices }: Joint,
  cell: Cell,
  start: Flow,
  change: { shut?: number; tried?: number } = {},
): Flow {
  const { network, priced, laneOf } = cell;
  const open = new Array<boolean>(laneOf.length);
  let [only, count] = [-1, 0];
  for (let index = 0; index < laneOf.length; index++) {
    const lane = laneOf[index] as number;
    const own = priced.arcs[index];
    const price = prices[lane];
    if (own && price)
      own.costPerStep = (network.arcs[index]?.costPerStep ?? 0) + roomMinorPerStep(cell.step, price);
    open[index] = lane !== change.shut && (isOpen[lane] === true || lane === change.tried);
    if (open[index]) [only, count] = [index, count + 1];
  }
  if (count === 0) return new Int32Array(open.length);
  if (count === 1) return solveOne(cell, only);
  const flow = start.slice();
  for (let index = 0; index < open.length; index++) if (!open[index]) flow[index] = 0;
  return improve(priced, open, flow);
}

/** One lane only: its concave curve is climbed until a step earns nothing. */
function solveOne({ priced }: Cell, index: number): Flow {
  const flow = new Int32Array(priced.arcs.length);
  const arc = priced.arcs[index] as Arc;
  const loss = priced.donors[arc.donor]?.loss ?? new Float64Array(1);
  const net = (steps: number) =>
    (arc.gain[Math.min(steps, arc.gain.length - 1)] as number) -
    arc.costPerStep * steps -
    (loss[Math.min(steps, loss.length - 1)] as number);
  let low = 0;
  let high = Math.floor(Math.min(arc.maxSteps, loss.length - 1) / arc.stride);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (net((middle + 1) * arc.stride) > net(middle * arc.stride)) low = middle + 1;
    else high = middle;
  }
  flow[index] = low * arc.stride;
  return flow;
}

/** What a flow earns before fixed costs; with `atPrices`, less what its room is worth. Prices as of the cell's last solve. */
export function worthOf(cell: Cell, flow: Flow, atPrices = false): number {
  return objectiveOf(atPrices ? cell.priced : cell.network, flow);
}

/** Every SKU's best flow anew; with `lanes`, only of those SKUs that could use one of them. */
export function solveCells(joint: Joint, lanes?: ReadonlySet<number>): void {
  for (const cell of joint.cells) {
    if (lanes && !cell.laneOf.some((lane) => lanes.has(lane))) continue;
    cell.flow = solveCell(joint, cell, cell.flow);
  }
}
