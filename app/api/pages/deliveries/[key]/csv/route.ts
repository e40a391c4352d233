import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readDeliveryFilter } from "@/app/(ops)/settings/webhooks/[key]/load";
import { getDb } from "@/db/client";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";
import { type Delivery, exportDeliveries } from "@/lib/services/webhook/list-deliveries";
import { findEndpoint } from "@/lib/services/webhook/list-endpoints";

/** Every delivery to an endpoint under the filters of its log, with the newest attempt. */
export const GET = pageRoute(
  async (request: Request, { params }: RouteContext<"/api/pages/deliveries/[key]/csv">) => {
    const actor = await requireActorForAction();
    const { id, key } = await findEndpoint(getDb(), actor, (await params).key);
    const { filter } = readDeliveryFilter(new URL(request.url).searchParams);
    return csvResponse(
      `plimsoll-deliveries-${key}.csv`,
      exportDeliveries(getDb(), actor, id, filter),
      columns,
    );
  },
);

const columns: CsvColumn<Delivery>[] = [
  { header: "id", value: (row) => row.id },
  { header: "created_at", value: (row) => new Date(row.createdAt) },
  { header: "kind", value: (row) => row.kind },
  { header: "subject", value: (row) => row.subject },
  { header: "state", value: (row) => row.state },
  { header: "reason", value: (row) => row.reason },
  { header: "attempts", value: (row) => row.attempts },
  { header: "http_status", value: (row) => row.httpStatus },
  { header: "outcome", value: (row) => row.outcome },
  { header: "duration_ms", value: (row) => row.durationMs },
  { header: "attempted_at", value: (row) => row.attemptedAt },
  { header: "next_attempt_at", value: (row) => row.nextAttemptAt },
  { header: "answer", value: (row) => row.answer },
];
