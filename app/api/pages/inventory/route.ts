import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readInventoryPage } from "@/app/(ops)/inventory/load";
import { getDb } from "@/db/client";
import { systemClock } from "@/lib/core/clock";

/** Further pages of the Inventory table. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  return Response.json(await readInventoryPage(getDb(), new URL(request.url).searchParams, systemClock()));
});
