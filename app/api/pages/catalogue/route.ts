import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readPageAt } from "@/app/(ops)/_past/read-at";
import { loadCatalogue } from "@/app/(ops)/catalogue/load";
import { getReadDb } from "@/db/client";

/** Further pages of the catalogue. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  return Response.json(await readPageAt(params, (db) => loadCatalogue(db, params), getReadDb()));
});
