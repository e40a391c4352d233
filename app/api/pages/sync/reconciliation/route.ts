import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadHours } from "@/app/(ops)/sync/load-trust";
import { getReadDb } from "@/db/client";

/** Further pages of the hours held against their source on the Sync page. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  return Response.json(await loadHours(getReadDb(), new URL(request.url).searchParams));
});
