import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadCatalogue } from "@/app/(ops)/catalogue/load";
import { getReadDb } from "@/db/client";

/** Further pages of the catalogue. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  return Response.json(await loadCatalogue(getReadDb(), new URL(request.url).searchParams));
});
