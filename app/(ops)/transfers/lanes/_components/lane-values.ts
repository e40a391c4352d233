import type { LaneRow } from "@/db/queries/lanes";
import { minorToDecimal } from "@/lib/core/money";
import type { LaneValues } from "@/lib/services/lane/save-input";

export const everyWeekday = [1, 2, 3, 4, 5, 6, 7];

/** A lane as its form shows it: money in units of its currency, weekdays each by itself. */
export function valuesOfLane(lane: LaneRow): LaneValues {
  const money = (minor: number) => Number(minorToDecimal(minor, lane.currency));
  return {
    leadTimeDays: lane.leadTimeDays,
    currency: lane.currency,
    freightPerUnit: money(lane.freightMinorPerUnit),
    handlingPerUnit: money(lane.handlingMinorPerUnit),
    fixedPerShipment: money(lane.fixedMinorPerShipment),
    minValue: money(lane.minValueMinor),
    minUnits: lane.minUnits,
    capacityUnits: lane.capacityUnits,
    capacityGrams: lane.capacityGrams,
    capacityCm3: lane.capacityCm3,
    hazmatAllowed: lane.hazmatAllowed,
    coldChainAllowed: lane.coldChainAllowed,
    kind: lane.kind,
    shipWeekdays: lane.shipWeekdays ?? everyWeekday,
    cutOffHour: lane.cutOffHour,
    closedDays: lane.closedDays,
    cooldownDays: lane.cooldownDays,
    active: lane.active,
  };
}

/** What the fields of a lane's form say. An empty field that must not be empty is refused by the service with its own sentence. */
export function valuesInForm(data: FormData): LaneValues {
  const text = (name: string): string => String(data.get(name) ?? "").trim();
  const figure = (name: string): number | null => (text(name) === "" ? null : Number(text(name)));
  return {
    leadTimeDays: figure("leadTimeDays"),
    currency: text("currency"),
    freightPerUnit: figure("freightPerUnit"),
    handlingPerUnit: figure("handlingPerUnit") ?? 0,
    fixedPerShipment: figure("fixedPerShipment") ?? 0,
    minValue: figure("minValue") ?? 0,
    minUnits: figure("minUnits") ?? 1,
    capacityUnits: figure("capacityUnits"),
    capacityGrams: figure("capacityGrams"),
    capacityCm3: figure("capacityCm3"),
    hazmatAllowed: data.has("hazmatAllowed"),
    coldChainAllowed: data.has("coldChainAllowed"),
    kind: text("kind") === "" ? null : text("kind"),
    shipWeekdays: everyWeekday.filter((day) => data.has(`weekday${day}`)),
    cutOffHour: figure("cutOffHour"),
    closedDays: text("closedDays")
      .split(/[\s,，、;；]+/)
      .filter(Boolean),
    cooldownDays: figure("cooldownDays"),
    active: data.has("active"),
  } as LaneValues;
}
