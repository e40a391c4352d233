import type { Dial } from "../what-if/tipping-points";
import { type ShiftCampaign, type ShiftPolicy, shiftBetween } from "./shift";

export interface ShiftPair {
  from: ShiftCampaign;
  to: ShiftCampaign;
}

/** How far what a campaign earns is turned, in parts of itself, from near to far. */
const less = [0.9, 0.75, 0.5, 0.25, 0];
const more = [1.1, 1.25, 1.5, 2, 3];

/** Whether money still moves between two campaigns. */
export const stillShifts = ({ from, to }: ShiftPair, policy: ShiftPolicy): boolean =>
  to.isUsedUp && to.spareUnits > 0 && from.spareUnits === 0 && shiftBetween(from, to, policy) !== null;

/** What can be turned of a shift: what the sales of either campaign earn, as a part of what they earn now. */
export function shiftDials(pair: ShiftPair, names: { from: string; to: string }): Dial<ShiftPair>[] {
  const dial = (side: "from" | "to", probes: readonly number[]): Dial<ShiftPair> => ({
    key: "earns",
    params: { campaign: names[side] },
    now: 1,
    probes,
    resolution: 0.05,
    at: (part) => ({
      ...pair,
      [side]: { ...pair[side], marginMinorPerDay: pair[side].marginMinorPerDay * part },
    }),
  });
  return [dial("to", less), dial("from", more)];
}
