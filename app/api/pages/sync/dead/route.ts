import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadDead } from "@/app/(ops)/sync/load-stuck";
import { getReadDb } from "@/db/client";

/** Further pages of the dead letters on the Sync page. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  return Response.json(await loadDead(getReadDb(), actor, new URL(request.url).searchParams));
});
