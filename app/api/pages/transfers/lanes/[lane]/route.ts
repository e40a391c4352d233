import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb } from "@/db/client";
import { planByLane } from "@/db/queries/plan-by-lane";
import { readRecords } from "@/lib/services/past/records/read-records";

/** What is proposed on one lane with all its lines, now or as of a moment; null: nothing. */
export const GET = pageRoute(
  async (request: Request, { params }: RouteContext<"/api/pages/transfers/lanes/[lane]">) => {
    await requireActorForAction();
    const laneId = Number.parseInt((await params).lane, 10) || 0;
    const asOf = readPastMoment(new URL(request.url).searchParams.get("asOf"));
    const db = getDb();
    const [lane] = await (asOf
      ? readRecords(db, asOf, (past) => planByLane(past, { laneId }))
      : planByLane(db, { laneId }));
    return Response.json(lane ?? null);
  },
);
