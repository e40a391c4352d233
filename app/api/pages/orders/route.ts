import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readOrders } from "@/app/(ops)/orders/load";
import { getDb } from "@/db/client";

/** Further pages of the lists on the Orders page. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  return Response.json(await readOrders(getDb(), new URL(request.url).searchParams));
});
