import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadWords } from "@/app/(ops)/decisions/_view/words";
import { loadCard } from "@/app/(ops)/decisions/load-card";
import { getDb } from "@/db/client";

/** One card of the Decisions page. */
export const GET = pageRoute(
  async (_request: Request, { params }: RouteContext<"/api/pages/decisions/[id]">) => {
    const actor = await requireActorForAction();
    const db = getDb();
    const { id } = await params;
    return Response.json(await loadCard(db, actor, await loadWords(db), Number(id)));
  },
);
