import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadRuns } from "@/app/(ops)/sync/load-trust";
import { getReadDb } from "@/db/client";

/** Further pages of the readings on the Sync page. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  return Response.json(await loadRuns(getReadDb(), new URL(request.url).searchParams));
});
