import { type Say, say } from "@/lib/core/say";
import type { LaneValues } from "./save-input";

/** What is known of the ends and the goods, against which a lane's limits are held. */
export interface LaneWorld {
  originKind: string;
  destinationKind: string;
  /** Of the lightest and the smallest product; null: none is known. */
  leastGrams: number | null;
  leastCm3: number | null;
  /** Whether costs in the lane's currency can be put into the company's. */
  hasRate: boolean;
}

export interface Clash {
  /** The field that it is said at. */
  field: keyof LaneValues;
  message: string;
  say: Say;
}

/** Which of a lane's constraints rule each other out, so that nothing could ever leave on it. Pure. */
export function findClashes(values: LaneValues, world: LaneWorld): Clash[] {
  const { minUnits, capacityUnits, capacityGrams, capacityCm3, kind } = values;
  const found: Clash[] = [];
  const clash = (field: Clash["field"], message: string, said: Say) =>
    found.push({ field, message, say: said });
  if (capacityUnits !== null && minUnits > capacityUnits)
    clash(
      "minUnits",
      `A shipment needs at least ${minUnits} units and holds at most ${capacityUnits}.`,
      say("transfers.lanes.errors.minAboveCapacity", { least: minUnits, most: capacityUnits }),
    );
  const tooMuch = (least: number | null, most: number | null) =>
    least !== null && most !== null && least * minUnits > most;
  if (tooMuch(world.leastGrams, capacityGrams))
    clash(
      "capacityGrams",
      `${minUnits} units of the lightest product (${world.leastGrams} g) weigh more than ${capacityGrams} g.`,
      say("transfers.lanes.errors.tooHeavy", { units: minUnits, least: world.leastGrams ?? 0 }),
    );
  if (tooMuch(world.leastCm3, capacityCm3))
    clash(
      "capacityCm3",
      `${minUnits} units of the smallest product (${world.leastCm3} cm³) take more than ${capacityCm3} cm³.`,
      say("transfers.lanes.errors.tooLarge", { units: minUnits, least: world.leastCm3 ?? 0 }),
    );
  if (values.shipWeekdays.length === 0)
    clash(
      "shipWeekdays",
      "It ships on no weekday, so nothing would ever leave.",
      say("transfers.lanes.errors.noWeekday"),
    );
  if (world.originKind === "fba" && kind !== "removal")
    clash(
      "kind",
      "Goods leave a marketplace's warehouse only by removal.",
      say("transfers.lanes.errors.needsRemoval"),
    );
  else if (kind === "removal" && world.originKind !== "fba")
    clash(
      "kind",
      "A removal begins in a marketplace's warehouse, and this lane does not.",
      say("transfers.lanes.errors.notRemoval"),
    );
  else if (world.destinationKind === "fba" && kind === "transfer")
    clash(
      "kind",
      "Goods enter a marketplace's warehouse only as inbound.",
      say("transfers.lanes.errors.needsInbound"),
    );
  else if (kind === "inbound" && world.destinationKind !== "fba")
    clash(
      "kind",
      "Inbound leads into a marketplace's warehouse, and this lane does not.",
      say("transfers.lanes.errors.notInbound"),
    );
  if (!world.hasRate)
    clash(
      "currency",
      `There is no exchange rate for ${values.currency}, so its costs cannot be weighed.`,
      say("transfers.lanes.errors.noRate", { currency: values.currency }),
    );
  return found;
}
