import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadExceptions } from "@/app/(ops)/sync/load";
import { getReadDb } from "@/db/client";

/** Further pages of the exceptions on the Sync page. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  return Response.json(await loadExceptions(getReadDb(), new URL(request.url).searchParams));
});
