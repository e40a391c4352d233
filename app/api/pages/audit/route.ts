import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadAudit } from "@/app/(ops)/settings/audit/load";
import { getReadDb } from "@/db/client";

/** Further pages of the audit. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  return Response.json(await loadAudit(getReadDb(), actor, new URL(request.url).searchParams));
});
