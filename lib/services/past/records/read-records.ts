import type { Db, Queryable } from "@/db/client";
import { layLanes, setLanes } from "../lanes";
import { overlayEmpty } from "../overlay";
import { forgetPlans, onCommit } from "../shadow-tables";
import { withinPast } from "../within-past";
import { layAds } from "./lay-ads";
import { layDecisions } from "./lay-decisions";
import { layFigures } from "./lay-figures";
import { layOrders } from "./lay-orders";
import { laySync } from "./lay-sync";
import { layTransfers } from "./lay-transfers";

/** Figures that no record keeps for the past; see readPast for those that can be put together. */
const notKept = ["stock_status", "stock_level", "forecast"];

/** Days before the moment of which decisions and transfers are read, instead of as many as lists show. */
export interface Reaching {
  withinDays?: number;
}

/** For one that is opened by its name, however long before the moment it was decided or planned. */
export const anyTime: Reaching = { withinDays: 36_500 };

/**
 * Reads what was recorded by a moment: `ask` is handed a transaction in which recommendations, actions, transfers, lanes, orders,
 * ads, spend, the figures of days and what readings tell are as they stood then, through views that read no more of the present tables than what is asked
 * for. Figures of stock are empty in it; what was decided or planned long before is left out. Throws Invalid for a
 * moment that has not come.
 */
export function readRecords<T>(
  db: Db,
  asOf: Date,
  ask: (past: Queryable) => Promise<T>,
  { withinDays }: Reaching = {},
): Promise<T> {
  return withinPast(db, asOf, async (tx) => {
    await layDecisions(tx, asOf, withinDays);
    await layFigures(tx, asOf);
    await layTransfers(tx, asOf, withinDays);
    await layOrders(tx, asOf);
    await layAds(tx, asOf);
    await laySync(tx, asOf);
    await layLanes(tx, onCommit("transaction"));
    await setLanes(tx, asOf);
    for (const table of notKept) await overlayEmpty(tx, table);
    await forgetPlans(tx);
    return ask(tx);
  });
}

/** How far back anything is known. */
export interface Reach {
  /** When the earliest order was placed. */
  firstAt: Date | null;
  /** Since when there have been recommendations. */
  proposedSince: Date | null;
  /** Since when what is written over is kept; figures of days apart. */
  keptSince: Date;
  kpisKeptSince: Date;
  rowsKeptSince: Date;
  /** Whether what had been kept longer is kept no more. */
  pruned: boolean;
}

/** How far back the records of this company reach. */
export async function readReach(db: Queryable): Promise<Reach> {
  const [row] = await db<Reach[]>`
    select (select placed_at from sales_order order by placed_at limit 1) as "firstAt",
      (select created_at from recommendation order by id limit 1) as "proposedSince", since as "keptSince",
      kpis_since as "kpisKeptSince", rows_since as "rowsKeptSince", pruned_at is not null as pruned from past_kept`;
  return (
    row ?? {
      firstAt: null,
      proposedSince: null,
      keptSince: new Date(),
      kpisKeptSince: new Date(),
      rowsKeptSince: new Date(),
      pruned: false,
    }
  );
}
