import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadWords } from "@/app/(ops)/decisions/_view/words";
import { loadQueuePage } from "@/app/(ops)/decisions/load";
import { readDecisionsQuery } from "@/app/(ops)/decisions/query";
import { getDb } from "@/db/client";

/** Further items of a group of the queue. */
export const GET = pageRoute(async (request: Request) => {
  const actor = await requireActorForAction();
  const db = getDb();
  const query = readDecisionsQuery(new URL(request.url).searchParams);
  const page = await loadQueuePage(db, actor, await loadWords(db), { ...query, tab: query.tab ?? "todo" });
  return Response.json(page);
});
