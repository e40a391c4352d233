import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { measureAdPauses } from "./run-ads";
import { measureTransfers } from "./run-transfers";

const batchSize = 500;

/**
 * Measures what verified actions were worth and stores it beside what was expected, in the company's currency. Figures of
 * spans that have not passed are renewed each time; `realised_at` is set once they stay. Returns how many were stored.
 */
export async function measureImpact(
  db: Db,
  rules: { horizonDays: number; substitutionShare: number },
): Promise<number> {
  return db.begin(async (tx) => {
    const measured = [
      ...(await measureTransfers(tx, rules, batchSize)),
      ...(await measureAdPauses(tx, batchSize)),
    ];
    if (measured.length === 0) return 0;
    const rows = measured.map(({ actionId, value, complete }) => ({ id: actionId, complete, ...value }));
    await tx`
      update action a set realised_low_minor = r."lowMinor", realised_minor = r."midMinor", realised_high_minor = r."highMinor",
        realised_at = case when r.complete then now() end, updated_at = now()
      from jsonb_to_recordset(${tx.json(rows)}) as r (id uuid, complete boolean, "lowMinor" bigint, "midMinor" bigint, "highMinor" bigint)
      where a.id = r.id and a.state = 'verified'`;
    await announce(tx, "actions");
    return measured.length;
  });
}
