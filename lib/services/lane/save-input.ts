import { z } from "zod";

const units = z.number().int().min(1).max(1_000_000_000);
const money = z.number().min(0).max(1_000_000_000);
const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

/** A lane as it is to be. Money in units of its currency. */
const values = z.object({
  leadTimeDays: z.number().min(0).max(9_999),
  currency: z.string().regex(/^[A-Z]{3}$/),
  freightPerUnit: money,
  handlingPerUnit: money,
  fixedPerShipment: money,
  minValue: money,
  minUnits: units,
  capacityUnits: units.nullable(),
  capacityGrams: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable(),
  capacityCm3: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable(),
  hazmatAllowed: z.boolean(),
  coldChainAllowed: z.boolean(),
  /** Null: inbound to a marketplace's warehouse, else a transfer. */
  kind: z.enum(["transfer", "removal", "inbound"]).nullable(),
  /** 1 Monday to 7 Sunday. */
  shipWeekdays: z.array(z.number().int().min(1).max(7)).max(7),
  cutOffHour: z.number().int().min(0).max(24).nullable(),
  closedDays: z.array(z.string().refine(isDay, { params: { key: "transfers.lanes.errors.noDay" } })).max(400),
  cooldownDays: z.number().int().min(0).max(365).nullable(),
  active: z.boolean(),
});
export type LaneValues = z.output<typeof values>;

export const saveLaneInput = z.object({
  values,
  /** The lane that is changed and its version when it was looked at … */
  laneId: z.number().int().positive().optional(),
  seenVersion: z.number().int().positive().optional(),
  /** … or the ends of a new one. */
  originId: z.number().int().positive().optional(),
  destinationId: z.number().int().positive().optional(),
});
