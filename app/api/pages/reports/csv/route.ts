import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { exportRows } from "@/app/(ops)/_past/export-rows";
import { getDb } from "@/db/client";
import { exportKpis } from "@/db/queries/reports";
import { csvResponse } from "@/lib/core/csv";

/** Every stored KPI of a scope, a row a day; of a past moment as it stood then. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const scope = params.get("scope") ?? "all";
  const rows = await exportRows(getDb(), params, (at) => exportKpis(at, scope));
  return csvResponse(`plimsoll-kpis-${scope}.csv`, rows, [
    { header: "metric", value: (row) => row.metric },
    { header: "day", value: (row) => row.day },
    { header: "value", value: (row) => row.value },
    { header: "low", value: (row) => row.low },
    { header: "high", value: (row) => row.high },
  ]);
});
