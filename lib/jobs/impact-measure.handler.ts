import type { Jobs } from "@/db/enqueue";
import { refreshClaimFactors } from "@/lib/metrics/claim-factor/run";
import { measureImpact } from "@/lib/metrics/impact/run";
import { getPolicy } from "@/lib/services/policy/get";
import type { JobContext } from "./registry";

/** Sets what decisions really brought beside what was expected of them, and takes what follows for the claims to come. */
export async function handler(_payload: Jobs["impact.measure"], { db, log }: JobContext): Promise<void> {
  const { rules } = await getPolicy(db);
  const measured = await measureImpact(db, {
    horizonDays: rules.transfers.horizonDays,
    holdingRatePerYear: rules.transfers.holdingRatePerYear,
    substitutionShare: rules.sales.substitutionShare,
    errorMinorPerOrder: rules.costs.errorMinorPerOrder,
  });
  const factorVersion = await refreshClaimFactors(db, new Date());
  log.info({ measured, factorVersion }, "impact measured");
}
