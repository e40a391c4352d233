import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadAds } from "@/app/(ops)/ads/load";
import { getReadDb } from "@/db/client";

/** Further pages of the Ads table. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  return Response.json(await loadAds(getReadDb(), new URL(request.url).searchParams));
});
