import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readAds } from "@/app/(ops)/ads/load";
import { getDb } from "@/db/client";

/** Further pages of the Ads table. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  return Response.json(await readAds(getDb(), actor, new URL(request.url).searchParams));
});
