import type { GraphQLResolveInfo } from "graphql";
import type { UserError } from "../bulk";
import { changeLevel, type Shop, variantOfItem } from "../shop";
import { gid, levelKey, numberOf, onHand } from "../state";
import { touchProduct } from "../world";
import { once } from "./idempotency";

interface Input {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
  quantities: readonly {
    inventoryItemId: string;
    locationId: string;
    quantity: number;
    changeFromQuantity?: number | null;
  }[];
}
const QUANTITY_MAX = 1_000_000_000;
const REASONS = [
  "correction",
  "cycle_count_available",
  "damaged",
  "movement_created",
  "movement_updated",
  "movement_received",
  "movement_canceled",
  "other",
  "promotion",
  "quality_control",
  "received",
  "reservation_created",
  "reservation_deleted",
  "reservation_updated",
  "restock",
  "safety_stock",
  "shrinkage",
];

/** Sets all quantities or none: one that is no longer what the caller thought stops them all. */
export function setQuantities(shop: Shop, input: Input, info: GraphQLResolveInfo) {
  const failed = (...userErrors: UserError[]) => ({ inventoryAdjustmentGroup: null, userErrors });
  return once(
    shop,
    info,
    input,
    () => {
      const errors = problemsOf(shop, input);
      if (errors.length > 0) return failed(...errors);
      for (const { inventoryItemId, locationId, quantity } of input.quantities) {
        const [item, location] = [numberOf(inventoryItemId), numberOf(locationId)];
        const now = currentOf(shop, item, location, input.name) ?? 0;
        changeLevel(shop, item, location, { available: quantity - now });
        const variant = variantOfItem(shop, item);
        if (variant) touchProduct(shop, variant);
      }
      const inventoryAdjustmentGroup = {
        id: gid("InventoryAdjustmentGroup", shop.nextId()),
        createdAt: new Date(shop.now()).toISOString(),
        reason: input.reason,
        referenceDocumentUri: input.referenceDocumentUri ?? null,
      };
      return { inventoryAdjustmentGroup, userErrors: [] as UserError[] };
    },
    failed,
  );
}

function problemsOf(shop: Shop, { name, reason, quantities }: Input): UserError[] {
  const at = (index: number, part: string, message: string, code: string): UserError => ({
    field: ["input", "quantities", String(index), part],
    message,
    code,
  });
  if (name !== "available" && name !== "on_hand")
    return [{ field: ["input", "name"], message: "The quantity name is invalid.", code: "INVALID_NAME" }];
  if (!REASONS.includes(reason))
    return [{ field: ["input", "reason"], message: "The reason is invalid.", code: "INVALID_REASON" }];
  const seen = new Set<string>();
  return quantities.flatMap((one, index): UserError[] => {
    const [item, location] = [numberOf(one.inventoryItemId), numberOf(one.locationId)];
    const key = levelKey(item, location);
    if (seen.has(key))
      return [
        at(index, "locationId", "The item is there twice.", "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR"),
      ];
    seen.add(key);
    const variant = variantOfItem(shop, item);
    if (!variant)
      return [at(index, "inventoryItemId", "The item could not be found.", "INVALID_INVENTORY_ITEM")];
    if (!shop.data.locations.has(location))
      return [at(index, "locationId", "The location could not be found.", "INVALID_LOCATION")];
    if (!variant.tracked)
      return [at(index, "inventoryItemId", "The item is not counted.", "NON_MUTABLE_INVENTORY_ITEM")];
    if (one.quantity > QUANTITY_MAX)
      return [at(index, "quantity", "The quantity is too high.", "INVALID_QUANTITY_TOO_HIGH")];
    if (one.quantity < 0 && name === "on_hand")
      return [at(index, "quantity", "The quantity cannot be negative.", "INVALID_QUANTITY_NEGATIVE")];
    const current = currentOf(shop, item, location, name);
    if (current === null)
      return [at(index, "locationId", "The item is not stocked there.", "ITEM_NOT_STOCKED_AT_LOCATION")];
    if (!("changeFromQuantity" in one))
      return [
        at(
          index,
          "changeFromQuantity",
          "A value must be passed, even if it is null.",
          "COMPARE_QUANTITY_REQUIRED",
        ),
      ];
    if (one.changeFromQuantity !== null && one.changeFromQuantity !== current)
      return [
        at(
          index,
          "changeFromQuantity",
          "The quantity has changed since it was read.",
          "CHANGE_FROM_QUANTITY_STALE",
        ),
      ];
    return [];
  });
}

function currentOf(shop: Shop, itemId: number, locationId: number, name: string): number | null {
  const level = shop.data.levels.get(levelKey(itemId, locationId));
  if (!level) return null;
  return name === "on_hand" ? onHand(level) : level.units.available;
}
