import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadWords } from "@/app/(ops)/decisions/_view/words";
import { loadInsight } from "@/app/(ops)/decisions/load-insight";
import { getDb } from "@/db/client";

/** What an open card shows beyond its facts: demand against stock, and what would change the decision. */
export const GET = pageRoute(
  async (_request: Request, { params }: RouteContext<"/api/pages/decisions/[id]/insight">) => {
    const actor = await requireActorForAction();
    const db = getDb();
    const { id } = await params;
    return Response.json(await loadInsight(db, actor, await loadWords(db), Number(id)));
  },
);
