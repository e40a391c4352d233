import type { GoodsMove } from "@/components/decision-card";
import { dayInZone, daysBetween } from "@/lib/core/clock";
import type { Option, Problem, TransferStep } from "@/lib/services/recommendation/types";
import { textOf } from "./words";

export const transfersOf = ({ steps }: Option): TransferStep[] =>
  steps.filter((step): step is TransferStep => step.kind === "transfer");

/** Goods that an option moves, and what an order would bring to the place in need. Days count from `now`. */
export function goodsOf(
  option: Option,
  { locationIds: [need] }: Problem,
  now: Date,
): { moves?: GoodsMove[] } {
  const moves: GoodsMove[] = transfersOf(option).map((step) => ({
    from: String(step.originId),
    to: String(step.destinationId),
    units: step.quantityUnits,
    days: step.leadTimeDays,
  }));
  const arrivesDay = textOf(option.params.arrivesDay);
  if (arrivesDay && need !== undefined && option.quantityUnits)
    moves.push({
      from: null,
      to: String(need),
      units: option.quantityUnits,
      days: Math.max(0, daysBetween(dayInZone(now, "UTC"), arrivesDay)),
    });
  return moves.length > 0 ? { moves } : {};
}
