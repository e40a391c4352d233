import { gainAt } from "../objective";
import type { Joint, Load } from "./cells";
import { freeRoom, loadsOf, roomRent } from "./cells";
import { solveCells, worthOf } from "./solve-cell";
import type { RoomPrices, ShipmentTerms } from "./types";

/** Times that prices of room are changed at most, and the least improvement, as a part of the bound, that a step aims at. */
const effort = { few: { rounds: 48, leastAim: 0.000_1 }, many: { rounds: 12, leastAim: 0.001 } };
/** Up to so many arcs a problem is small. */
const fewArcs = 3_000;
/** Part of the last direction that the next one keeps. */
const deflection = 0.5;

interface Resource {
  price: keyof RoomPrices;
  load: "units" | "grams" | "cm3";
  room: "capacityUnits" | "capacityGrams" | "capacityCm3";
}

const resources: readonly Resource[] = [
  { price: "perUnit", load: "units", room: "capacityUnits" },
  { price: "perGram", load: "grams", room: "capacityGrams" },
  { price: "perCm3", load: "cm3", room: "capacityCm3" },
];

/** What is over a lane's room, over all its limits; 0: it fits. No room at all counts as 1. A rounding's breadth is no excess. */
export function overload(load: Load, terms: ShipmentTerms): number {
  let most = 0;
  for (const { load: of, room } of resources) {
    const limit = terms[room];
    if (limit !== null) most = Math.max(most, (load[of] - limit) / Math.max(limit, 1));
  }
  return most > 1e-9 ? most : 0;
}

/** One limit of one lane whose price is sought. */
interface Limit {
  lane: number;
  resource: Resource;
  room: number;
  /** Prices are counted in these, so that limits of all kinds move alike. */
  scale: number;
}

/**
 * Prices of room at which the SKUs, each seeking its own best, together ask for no more than there is: from the price at
 * which each overfull lane would be full alone, down the slope of the bound (subgradients with Polyak's step, deflected by
 * the ones before; Camerini, Fratta and Maffioli 1975). Each step aims at a bound lower by a part of it, `firstAim` at first,
 * halved when it comes no nearer. The prices of the lowest bound are kept. Cells carry their flows.
 */
export function priceRoom(joint: Joint, firstAim: number): void {
  const limits = limitsOf(joint);
  if (limits.length === 0) return;
  const arcs = joint.cells.reduce((sum, { flow }) => sum + flow.length, 0);
  const { rounds, leastAim } = arcs <= fewArcs ? effort.few : effort.many;
  const slope = new Float64Array(limits.length);
  let best = { value: dualValue(joint), prices: [...joint.prices] };
  let aim = firstAim;
  let idle = 0;
  for (let round = 0; round < rounds; round++) {
    const value = round === 0 ? best.value : dualValue(joint);
    if (value < best.value * (1 - 1e-5)) [best, idle] = [{ value, prices: [...joint.prices] }, 0];
    else if (round > 0 && ++idle >= 2) {
      aim /= 2;
      idle = 0;
      joint.prices = [...best.prices];
      solveCells(joint, new Set(limits.map(({ lane }) => lane)));
      slope.fill(0);
    }
    if (aim < leastAim) break;
    const loads = loadsOf(joint);
    let length = 0;
    for (const [at, { lane, resource, room, scale }] of limits.entries()) {
      const price = joint.prices[lane]?.[resource.price] ?? 0;
      let own = ((loads[lane]?.[resource.load] ?? 0) - room) * scale;
      if (price === 0 && own < 0) own = 0;
      slope[at] = own + deflection * (slope[at] as number);
      length += (slope[at] as number) ** 2;
    }
    if (length === 0) break;
    const step = (value - best.value * (1 - aim)) / length;
    const changed = new Set<number>();
    for (const [at, { lane, resource, scale }] of limits.entries()) {
      const prices = joint.prices[lane] ?? freeRoom;
      const next = Math.max(0, prices[resource.price] + step * (slope[at] as number) * scale);
      if (next === prices[resource.price]) continue;
      joint.prices[lane] = { ...prices, [resource.price]: next };
      changed.add(lane);
    }
    if (changed.size === 0) break;
    solveCells(joint, changed);
  }
  joint.prices = best.prices;
  solveCells(joint);
}

/** The limits that could bind, their lanes' prices set to where they would be full alone unless they have one. */
function limitsOf(joint: Joint): Limit[] {
  const loads = loadsOf(joint);
  const changed = new Set<number>();
  const limits = joint.lanes.flatMap(({ terms }, lane) =>
    resources.flatMap((resource) => {
      const room = terms[resource.room];
      if (room === null || !joint.isOpen[lane]) return [];
      const prices = joint.prices[lane] ?? freeRoom;
      const alone = fullAlone(joint, lane, resource, room);
      if (alone === 0) return [];
      if (prices[resource.price] === 0 && (loads[lane]?.[resource.load] ?? 0) > room) {
        joint.prices[lane] = { ...prices, [resource.price]: alone };
        changed.add(lane);
      }
      return [{ lane, resource, room, scale: alone }];
    }),
  );
  if (changed.size > 0) solveCells(joint, changed);
  return limits;
}

/** What the SKUs earn at the prices, and the rooms' rents: the lower, the nearer the prices are. */
function dualValue(joint: Joint): number {
  let sum = 0;
  for (const cell of joint.cells) sum += worthOf(cell, cell.flow, true);
  for (let index = 0; index < joint.lanes.length; index++)
    if (joint.isOpen[index]) sum += roomRent(joint, index);
  return sum;
}

/** The price at which strides that earn more just fill the lane, were it the only one; 0: they cannot fill it. */
function fullAlone(joint: Joint, index: number, { load }: Resource, limit: number): number {
  const strides: { earns: number; takes: number }[] = [];
  for (const { cell, arc: at } of joint.lanes[index]?.arcs ?? []) {
    const own = joint.cells[cell];
    const arc = own?.network.arcs[at];
    if (!own || !arc) continue;
    const takes = own.step[load] * arc.stride;
    for (let s = arc.stride; s <= arc.maxSteps && takes > 0; s += arc.stride) {
      const earns = gainAt(arc.gain, s) - gainAt(arc.gain, s - arc.stride) - arc.costPerStep * arc.stride;
      if (earns <= 0) break;
      strides.push({ earns, takes });
    }
  }
  strides.sort((a, b) => b.earns / b.takes - a.earns / a.takes);
  let taken = 0;
  for (const { earns, takes } of strides) {
    taken += takes;
    if (taken > limit) return earns / takes;
  }
  return 0;
}
