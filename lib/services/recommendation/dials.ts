import type { Dial } from "@/lib/decisions/what-if/tipping-points";
import type { ShelfInput } from "./load-inputs";
import type { LaneInput } from "./load-lanes";
import type { Option, TransferStep } from "./types";
import type { World } from "./world";

/** How far each input is turned, in parts of itself, from near to far. */
const fewer = [0.9, 0.75, 0.5, 0.25, 0];
const more = [1.1, 1.25, 1.5, 2, 3];
/** Lanes and donors of an option that are looked at. */
const mostLanes = 2;

/**
 * The inputs that can be turned for an option about one SKU: freight and lead time of its lanes, what its donors have, and what
 * lies at the place in need, is asked for there and is earned by a unit. Values are units, minor units, days, or parts of what
 * they are now (demand, margin).
 */
export function dialsOf(world: World, skuId: number, needId: number | null, option: Option): Dial<World>[] {
  const moves = option.steps
    .filter((step): step is TransferStep => step.kind === "transfer")
    .slice(0, mostLanes);
  const shelves = world.inputs.skus.get(skuId)?.shelves ?? [];
  const need = shelves.find((shelf) => shelf.locationId === needId) ?? null;
  const context = { world, skuId };
  return [
    ...moves.flatMap((move) => laneDials(context, move, need?.marginMinor ?? null)),
    ...moves.flatMap((move) => {
      const donor = shelves.find((shelf) => shelf.locationId === move.originId);
      return donor ? availableDials(context, donor, "below") : [];
    }),
    ...(need
      ? [
          ...demandDials(context, need),
          ...availableDials(context, need, "above"),
          ...marginDials(context, need),
        ]
      : []),
  ];
}

interface Context {
  world: World;
  skuId: number;
}

function laneDials({ world }: Context, move: TransferStep, marginMinor: number | null): Dial<World>[] {
  const lane = world.inputs.lanes.find(({ id }) => id === move.laneId);
  if (!lane) return [];
  const params = { place: nameOf(world, move.originId), to: nameOf(world, move.destinationId) };
  const withLane = (change: Partial<LaneInput>): World => ({
    ...world,
    inputs: {
      ...world.inputs,
      lanes: world.inputs.lanes.map((one) => (one.id === lane.id ? { ...one, ...change } : one)),
    },
  });
  const reach = marginMinor ?? 4 * lane.freightMinorPerUnit;
  const step = roundStep(reach / 100);
  return [
    {
      key: "freight",
      params,
      now: lane.freightMinorPerUnit,
      probes: [0.03, 0.1, 0.25, 0.5, 1].map(
        (part) => Math.ceil((lane.freightMinorPerUnit + part * reach) / step) * step,
      ),
      resolution: step,
      at: (freightMinorPerUnit) => withLane({ freightMinorPerUnit }),
    },
    {
      key: "leadTime",
      params,
      now: lane.leadTimeDays,
      probes: [1, 3, 7, 14, 21].map((days) => Math.ceil(lane.leadTimeDays) + days),
      resolution: 1,
      at: (leadTimeDays) => withLane({ leadTimeDays }),
    },
  ];
}

function availableDials(context: Context, shelf: ShelfInput, direction: "below" | "above"): Dial<World>[] {
  const { available, meanPerDay } = shelf;
  if (available === null) return [];
  const perDay = Math.max(1, meanPerDay ?? 0);
  const probes =
    direction === "below"
      ? fewer.map((part) => Math.floor(available * part))
      : [3, 7, 14, 28, 56].map((days) => Math.ceil(Math.max(0, available) + days * perDay));
  return [
    {
      key: "available",
      params: { place: nameOf(context.world, shelf.locationId) },
      now: available,
      probes: [...new Set(probes)].filter((units) => units !== available),
      resolution: 1,
      at: (units) => withShelf(context, shelf, { available: units }),
    },
  ];
}

function demandDials(context: Context, shelf: ShelfInput): Dial<World>[] {
  const { meanPerDay } = shelf;
  if (meanPerDay === null || meanPerDay <= 0) return [];
  const dial = (probes: readonly number[]): Dial<World> => ({
    key: "demand",
    params: { place: nameOf(context.world, shelf.locationId) },
    now: 1,
    probes,
    resolution: 0.05,
    at: (part) => withShelf(context, shelf, { meanPerDay: meanPerDay * part }),
  });
  return [dial(fewer), dial(more)];
}

/** All places of the SKU earn less: it is one price and one cost. */
function marginDials({ world, skuId }: Context, shelf: ShelfInput): Dial<World>[] {
  if (shelf.marginMinor === null || shelf.marginMinor <= 0) return [];
  return [
    {
      key: "margin",
      params: {},
      now: 1,
      probes: fewer.slice(0, -1),
      resolution: 0.05,
      at: (part) =>
        withShelves(world, skuId, (one) => ({
          ...one,
          marginMinor: one.marginMinor === null ? null : one.marginMinor * part,
        })),
    },
  ];
}

const withShelf = ({ world, skuId }: Context, shelf: ShelfInput, change: Partial<ShelfInput>): World =>
  withShelves(world, skuId, (one) => (one.locationId === shelf.locationId ? { ...one, ...change } : one));

function withShelves(world: World, skuId: number, change: (shelf: ShelfInput) => ShelfInput): World {
  const sku = world.inputs.skus.get(skuId);
  if (!sku) return world;
  const skus = new Map(world.inputs.skus).set(skuId, { ...sku, shelves: sku.shelves.map(change) });
  return { ...world, inputs: { ...world.inputs, skus } };
}

const nameOf = (world: World, locationId: number): string =>
  world.inputs.locations.get(locationId)?.name ?? "";

/** 1, 2 or 5 times a power of ten, at least 1: prices are told in round steps. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power;
}
