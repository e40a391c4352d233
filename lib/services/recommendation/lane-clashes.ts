import { laneClashes } from "@/lib/decisions/rebalance/clashes";
import type { Inputs, ShelfInput, SkuInput } from "./load-inputs";
import type { LaneInput } from "./load-lanes";
import type { BlockedReason, Evidence } from "./types";

/** Lanes that end at a shelf and begin where some of the SKU lies. */
const lanesInto = (inputs: Inputs, sku: SkuInput, shelf: ShelfInput): LaneInput[] =>
  inputs.lanes.filter(
    ({ from, to }) =>
      to === shelf.locationId &&
      sku.shelves.some((other) => other.locationId === from && (other.available ?? 0) > 0),
  );

/** Why lanes from places with stock cannot carry the SKU there, each reason an input of its own. */
export function clashEvidence(inputs: Inputs, sku: SkuInput, shelf: ShelfInput): Evidence[] {
  const location = inputs.locations.get(shelf.locationId);
  return lanesInto(inputs, sku, shelf).flatMap((lane) =>
    clashesOf(sku, lane).map(({ why, leastUnits, mostUnits }) => ({
      key: "lane_closed",
      value: why,
      unit: "code",
      source: "computed",
      asOf: shelf.computedAt.toISOString(),
      href: "/transfers/lanes",
      params: {
        originName: inputs.locations.get(lane.from)?.name ?? null,
        locationName: location?.name ?? null,
        leastUnits: leastUnits ?? null,
        mostUnits: mostUnits ?? null,
      },
    })),
  );
}

/** That no lane can carry the SKU to a place although there is stock elsewhere; empty: one can, or there are none. */
export function noLaneCarries(inputs: Inputs, sku: SkuInput, shelf: ShelfInput): BlockedReason[] {
  const lanes = lanesInto(inputs, sku, shelf);
  if (lanes.length === 0 || lanes.some((lane) => clashesOf(sku, lane).length === 0)) return [];
  const location = inputs.locations.get(shelf.locationId);
  return [
    {
      key: "lanes_clash",
      params: { skuCode: sku.code, locationName: location?.name ?? null, laneCount: lanes.length },
    },
  ];
}

const clashesOf = (sku: SkuInput, lane: LaneInput) =>
  laneClashes(
    {
      ...sku,
      // Neither is asked for here.
      marginMinorPerUnit: 0,
      unitCostMinor: 0,
    },
    lane,
  );
