import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { readPageAt } from "@/app/(ops)/_past/read-at";
import { loadAudit } from "@/app/(ops)/settings/audit/load";
import { getReadDb } from "@/db/client";

/** Further pages of the audit. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const page = await readPageAt(params, (db, now) => loadAudit(db, actor, params, now), getReadDb());
  return Response.json(page);
});
