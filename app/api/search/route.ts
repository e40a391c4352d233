import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { getReadDb } from "@/db/client";
import { searchEverything } from "@/db/queries/catalogue";

/** What the command menu finds: SKUs by code, title or barcode, orders by number. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const text = new URL(request.url).searchParams.get("q")?.trim().slice(0, 100) ?? "";
  const found = text.length < 2 ? [] : await searchEverything(getReadDb(), text);
  return Response.json({
    results: found.map(({ kind, id, label, detail }) => ({
      id: `${kind}:${id}`,
      kind,
      label,
      detail,
      href: kind === "sku" ? `/inventory/${encodeURIComponent(label)}` : `/orders?order=${id}`,
    })),
  });
});
