import type { Db } from "@/db/client";
import type { Page } from "@/db/queries/shared/keyset";
import {
  type SkuMove,
  type SkuOrder,
  type SkuPlace,
  skuMoves,
  skuOrders,
  skuPlaces,
} from "@/db/queries/sku-page";

/** What of a product's page is seen as soon as it arrives: stock by place, and the newest of its orders and moves. */
export interface LiveRows {
  /** ISO time. */
  readAt: string;
  places: SkuPlace[];
  orders: Page<SkuOrder>;
  moves: Page<SkuMove>;
}

export const ordersPageSize = 20;
export const movesPageSize = 50;

export async function loadLiveRows(db: Db, skuId: number, now: Date): Promise<LiveRows> {
  const [places, orders, moves] = await Promise.all([
    skuPlaces(db, skuId, now),
    skuOrders(db, skuId, { cursor: null, pageSize: ordersPageSize }),
    skuMoves(db, skuId, { asOf: null, cursor: null, pageSize: movesPageSize }),
  ]);
  return { readAt: now.toISOString(), places, orders, moves };
}
