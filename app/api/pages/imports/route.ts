import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readPageAt } from "@/app/(ops)/_past/read-at";
import { loadRuns } from "@/app/(ops)/imports/load";
import { getReadDb } from "@/db/client";

/** Further pages of the list of imports. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  return Response.json(await readPageAt(params, (db, now) => loadRuns(db, params, now), getReadDb()));
});
