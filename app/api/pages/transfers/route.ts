import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readTransfers } from "@/app/(ops)/transfers/load";
import { tabIn } from "@/app/(ops)/transfers/query";
import { getDb } from "@/db/client";

/** Further pages of a list of the Transfers page. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const tab = tabIn(params);
  return Response.json(await readTransfers(getDb(), params, tab === "plan" ? "way" : tab));
});
