import type { Logger } from "pino";
import type { Db } from "@/db/client";
import type { Jobs } from "@/db/enqueue";
import { measureImpact } from "@/lib/metrics/impact/run";
import { getPolicy } from "@/lib/services/policy/get";

/** Sets what decisions really brought beside what was expected of them. */
export async function handler(
  _payload: Jobs["impact.measure"],
  { db, log }: { db: Db; log: Logger; signal: AbortSignal },
): Promise<void> {
  const { rules } = await getPolicy(db);
  const measured = await measureImpact(db, {
    horizonDays: rules.transfers.horizonDays,
    substitutionShare: rules.sales.substitutionShare,
  });
  log.info({ measured }, "impact measured");
}
