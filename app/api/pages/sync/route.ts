import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadExceptions } from "@/app/(ops)/sync/load";
import { getReadDb } from "@/db/client";

/** Further pages of the exceptions on the Sync page. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  return Response.json(await loadExceptions(getReadDb(), actor, new URL(request.url).searchParams));
});
