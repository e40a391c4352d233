import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadPushed } from "@/app/(ops)/sync/load-trust";
import { getReadDb } from "@/db/client";

/** Further pages of the pushed quantities on the Sync page. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  return Response.json(await loadPushed(getReadDb(), actor, new URL(request.url).searchParams));
});
