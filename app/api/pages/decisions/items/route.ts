import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadWords } from "@/app/(ops)/decisions/_view/words";
import { loadItems } from "@/app/(ops)/decisions/load";
import { getDb } from "@/db/client";

/** Items of the queue by id, wherever they stand now. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  const db = getDb();
  const asked = new URL(request.url).searchParams.get("ids") ?? "";
  const ids = asked
    .split(",")
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0);
  return Response.json(await loadItems(db, actor, await loadWords(db), ids));
});
