import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { exportRows } from "@/app/(ops)/_past/export-rows";
import { decidedDays } from "@/app/(ops)/reports/days";
import { readWorthQuery } from "@/app/(ops)/reports/decisions/query";
import { periods } from "@/app/(ops)/reports/metrics";
import { getDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { exportDecisionValues } from "@/db/queries/decision-value";
import { csvResponse } from "@/lib/core/csv";

/** Every action of the shown filter with what was expected of it and what came of it, in minor units of the company's currency. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const query = readWorthQuery(params);
  const db = getDb();
  const currency = (await readCompany(db))?.baseCurrency ?? "USD";
  const rows = await exportRows(
    db,
    params,
    (at, now) => exportDecisionValues(at, { ...query, days: periods[query.period], now }),
    { withinDays: decidedDays },
  );
  return csvResponse("plimsoll-value-of-decisions.csv", rows, [
    { header: "decided_at", value: (row) => row.createdAt },
    { header: "action", value: (row) => row.id },
    { header: "team", value: (row) => row.team },
    { header: "kind", value: (row) => row.kind },
    { header: "sku", value: (row) => row.sku },
    { header: "state", value: (row) => row.state },
    { header: "approved_by", value: (row) => row.approvedBy },
    { header: "by_policy", value: (row) => row.byPolicy },
    { header: "policy_version", value: (row) => row.policyVersion },
    { header: "currency", value: () => currency },
    { header: "expected_low_minor", value: (row) => row.expectedLow },
    { header: "expected_minor", value: (row) => row.expected },
    { header: "expected_high_minor", value: (row) => row.expectedHigh },
    { header: "expected_days", value: (row) => row.expectedDays },
    { header: "expected_of_measured_days_minor", value: (row) => row.claimed },
    { header: "realised_low_minor", value: (row) => row.realisedLow },
    { header: "realised_minor", value: (row) => row.realised },
    { header: "realised_high_minor", value: (row) => row.realisedHigh },
    { header: "final", value: (row) => row.isFinal },
  ]);
});
