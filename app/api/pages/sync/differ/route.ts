import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadWrong } from "@/app/(ops)/sync/load-trust";
import { getReadDb } from "@/db/client";

/** Further pages of the orders that differ from their source on the Sync page. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  return Response.json(await loadWrong(getReadDb(), new URL(request.url).searchParams));
});
