import type { Db, Tx } from "@/db/client";
import type { Check } from "./verify/check";
import { verifyAudit, verifyCredits, verifyIdentities, verifyOrders, verifyRuns } from "./verify/records";
import { verifyAdDays, verifyDemandDays, verifyStatus } from "./verify/rollups";
import {
  balanceTable,
  verifyCommitted,
  verifyKnown,
  verifyLevels,
  verifyOnOrder,
  verifyZeroSums,
} from "./verify/stock";

/** What one check found. */
export interface VerifyResult {
  name: string;
  /** The law that was checked, as a sentence. */
  law: string;
  differences: number;
  first: string[];
}

const checks: readonly (readonly [name: string, law: string, check: Check])[] = [
  ["moves", "every SKU's moves sum to zero over all places", verifyZeroSums],
  ["levels", "every stock level equals its moves", verifyLevels],
  ["known", "a level is known when a move or a reading touched its shelf, and only then", verifyKnown],
  ["committed", "committed stock equals open order lines and reserving transfers", verifyCommitted],
  ["on-order", "stock on order equals open supplier lines", verifyOnOrder],
  ["demand", "demand by day equals the order lines", verifyDemandDays],
  ["ads", "ad days equal the ad spend", verifyAdDays],
  ["status", "the stock list shows the levels, where nothing waits to be worked out", verifyStatus],
  ["orders", "every order line has its order, its location and its channel", verifyOrders],
  ["credits", "credits take back no unit twice, and none waits", verifyCredits],
  ["identities", "every identity points at the row it stands for", verifyIdentities],
  ["runs", "every run's account adds up: read = accepted + unchanged + rejected", verifyRuns],
  ["audit", "the audit chain is whole", verifyAudit],
];

/**
 * Proves the ledger, the derived figures, the identities, the accounts and the audit chain against the raw rows, in one
 * snapshot, so that it can run while Plimsoll works. Writes nothing. `onCheck` is told of each check as it ends.
 */
export async function verifyDatabase(
  db: Db,
  onCheck?: (result: VerifyResult) => void,
): Promise<VerifyResult[]> {
  return await db.begin("isolation level repeatable read", async (tx: Tx) => {
    await tx.unsafe("set local work_mem = '128MB'");
    await balanceTable(tx);
    const results: VerifyResult[] = [];
    for (const [name, law, check] of checks) {
      const rows = await check(tx);
      const result = { name, law, differences: rows[0]?.total ?? 0, first: rows.map(({ what }) => what) };
      results.push(result);
      onCheck?.(result);
    }
    return results;
  });
}
