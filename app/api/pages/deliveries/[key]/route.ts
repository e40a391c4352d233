import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadDeliveries } from "@/app/(ops)/settings/webhooks/[key]/load";
import { getDb } from "@/db/client";
import { findEndpoint } from "@/lib/services/webhook/list-endpoints";

/** Further pages of an endpoint's log. */
export const GET = pageRoute(
  async (request: Request, { params }: RouteContext<"/api/pages/deliveries/[key]">) => {
    const actor = await requireActorForAction();
    const { id } = await findEndpoint(getDb(), actor, (await params).key);
    return Response.json(await loadDeliveries(getDb(), actor, id, new URL(request.url).searchParams));
  },
);
