import type { TransferMove } from "@/lib/decisions/rebalance/types";
import type { SkuInput } from "../recommendation/load-inputs";

/** A place's cover once what is planned has left it and arrived; null: no demand, or not known. */
export interface WhatIfCover {
  beforeDays: number | null;
  afterDays: number | null;
}

/** What a SKU's places have, in days of their demand, with the moves of a plan and with those of another. */
export function coverAfter(
  sku: SkuInput,
  { before, after }: { before: readonly TransferMove[]; after: readonly TransferMove[] },
): (locationId: number) => WhatIfCover {
  return (locationId) => {
    const shelf = sku.shelves.find((one) => one.locationId === locationId);
    const perDay = shelf?.meanPerDay ?? 0;
    if (!shelf || shelf.available === null || !(perDay > 0)) return { beforeDays: null, afterDays: null };
    const { available } = shelf;
    const days = (moves: readonly TransferMove[]) => {
      let units = available;
      for (const move of moves) {
        if (move.from === locationId) units -= move.quantity;
        if (move.to === locationId) units += move.quantity;
      }
      return Math.max(0, units) / perDay;
    };
    return { beforeDays: days(before), afterDays: days(after) };
  };
}
