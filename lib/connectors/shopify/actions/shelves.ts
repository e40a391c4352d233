import { z } from "zod";
import type { Session } from "@/lib/connectors/live-contract";
import type { QuantityReading } from "@/lib/core/outbound";
import { query } from "../client";
import { codesOf } from "../codes";
import { itemLevelsQuery, itemOfVariantQuery, itemsBySkuQuery } from "../documents";
import { globalId, legacyId } from "../ids";
import { type LevelNode, level, pageOf } from "../wire-types";

const item = z.object({ id: z.string(), sku: z.string().nullish(), tracked: z.boolean() });
const withLevels = item.extend({ inventoryLevels: pageOf(level) });
const bySku = z.object({ inventoryItems: pageOf(item) });
const byId = z.object({ inventoryItem: withLevels.nullable() });
const byVariant = z.object({ productVariant: z.object({ inventoryItem: withLevels }).nullable() });

const SKUS_AT_ONCE = 20;

/** The shelves of one SKU that an action is about. A word: why there are none. */
export type Shelves =
  | { itemId: string; tracked: boolean; levels: readonly LevelNode[] }
  | "unknown_sku"
  | "sku_ambiguous"
  | "unknown_place";

/** Finds them by the listing's id, else by the SKU; at the named place (Shopify's id, our code or its name), else at all. */
export async function findShelves(
  session: Session,
  { sku, externalId, place }: { sku: string; externalId?: string | null; place?: string | null },
): Promise<Shelves> {
  const found = externalId
    ? (await query(session, itemOfVariantQuery, { id: globalId("ProductVariant", externalId) }, byVariant))
        .productVariant?.inventoryItem
    : await itemWithLevels(session, sku);
  if (!found) return "unknown_sku";
  if (typeof found === "string") return found;
  const codes = codesOf(session.settings);
  const wanted = (one: LevelNode) =>
    !place ||
    one.location.id === place ||
    legacyId(one.location.id) === place ||
    one.location.name === place ||
    codes.place(one.location) === place;
  const levels = found.inventoryLevels.nodes.filter((one) => one.isActive && wanted(one));
  if (levels.length === 0) return "unknown_place";
  return { itemId: found.id, tracked: found.tracked, levels };
}

async function itemWithLevels(session: Session, sku: string) {
  const id = (await itemIds(session, [sku])).get(sku);
  if (id === undefined) return null;
  if (id === null) return "sku_ambiguous" as const;
  return (await query(session, itemLevelsQuery, { id }, byId)).inventoryItem;
}

/** Inventory items by SKU, letter for letter; null where several have it. */
export async function itemIds(
  session: Session,
  skus: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const found = new Map<string, string | null>();
  for (let at = 0; at < skus.length; at += SKUS_AT_ONCE) {
    const some = skus.slice(at, at + SKUS_AT_ONCE);
    const filter = some.map((sku) => `sku:'${sku.replace(/[\\']/g, "\\$&")}'`).join(" OR ");
    const { inventoryItems } = await query(session, itemsBySkuQuery, { query: filter }, bySku);
    for (const { id, sku } of inventoryItems.nodes)
      if (sku && some.includes(sku)) found.set(sku, found.has(sku) && found.get(sku) !== id ? null : id);
  }
  return found;
}

export const availableAt = (shelf: LevelNode): number =>
  shelf.quantities.find(({ name }) => name === "available")?.quantity ?? 0;

/** What the shop shows; less than nothing is shown as nothing. Null: it does not count this one. */
export function shownUnits({ tracked, levels }: Exclude<Shelves, string>): number | null {
  return tracked
    ? Math.max(
        0,
        levels.reduce((sum, shelf) => sum + availableAt(shelf), 0),
      )
    : null;
}

/** The shelves as an action's reading. */
export function quantityReadingOf(
  asked: { sku: string; externalId?: string | null; place?: string | null },
  shelves: Exclude<Shelves, string>,
  now: Date,
): { subject: "quantity" } & QuantityReading {
  const changedAt =
    shelves.levels
      .map(({ updatedAt }) => updatedAt)
      .sort()
      .at(-1) ?? null;
  return {
    subject: "quantity",
    sku: asked.sku,
    externalId: asked.externalId ?? null,
    place: asked.place ?? null,
    units: shownUnits(shelves),
    changedAt,
    readAt: now.toISOString(),
  };
}
