import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { getReadDb } from "@/db/client";
import { exportKpis } from "@/db/queries/reports";
import { csvResponse } from "@/lib/core/csv";

/** Every stored KPI of a scope, a row a day. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const scope = new URL(request.url).searchParams.get("scope") ?? "all";
  return csvResponse(`plimsoll-kpis-${scope}.csv`, exportKpis(getReadDb(), scope), [
    { header: "metric", value: (row) => row.metric },
    { header: "day", value: (row) => row.day },
    { header: "value", value: (row) => row.value },
    { header: "low", value: (row) => row.low },
    { header: "high", value: (row) => row.high },
  ]);
});
