import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { loadLiveRows } from "@/app/(ops)/inventory/[code]/live-rows";
import { getDb } from "@/db/client";
import { findSku } from "@/db/queries/sku-page";
import { systemClock } from "@/lib/core/clock";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** What of a product's page is read anew as soon as orders or stock of it arrive. */
export const GET = pageRoute(
  async (_request: Request, { params }: RouteContext<"/api/pages/inventory/[code]/rows">) => {
    await requireActorForAction();
    const db = getDb();
    const { code } = await params;
    const sku = await findSku(db, code);
    if (!sku) throw new NotFound(`no SKU ${code}`, { say: say("refusals.transfer.skuUnknown") });
    return Response.json(await loadLiveRows(db, sku.id, systemClock()));
  },
);
