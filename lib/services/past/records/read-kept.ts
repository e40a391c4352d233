import type { Db, Queryable } from "@/db/client";
import { forgetPlans } from "../shadow-tables";
import { withinPast } from "../within-past";
import { layDecisions } from "./lay-decisions";
import { layKept } from "./lay-kept";
import { laySync } from "./lay-sync";

/**
 * Reads what is sold, kept back, imported, alerted and set as it stood at a moment: `ask` is handed a transaction in which the
 * catalogue, promotions, imports, alerts, rules, people and connections are those of then. Apart from readRecords, whose lists
 * name many products and would pay for looking each of them up. Throws Invalid for a moment that has not come.
 */
export function readKept<T>(db: Db, asOf: Date, ask: (past: Queryable) => Promise<T>): Promise<T> {
  return withinPast(db, asOf, async (tx) => {
    await layDecisions(tx, asOf);
    await laySync(tx, asOf);
    await layKept(tx, asOf);
    await forgetPlans(tx);
    return ask(tx);
  });
}
