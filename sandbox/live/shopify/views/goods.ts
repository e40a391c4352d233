import { type PageArguments, pageOf } from "../paging";
import { matcherOf } from "../search";
import { availableOf, levelsOfItem, type Shop, variantOfItem } from "../shop";
import {
  amount,
  gid,
  iso,
  levelKey,
  numberOf,
  onHand,
  type ShopLevel,
  type ShopLocation,
  type ShopProduct,
  type ShopVariant,
  type StockState,
} from "../state";

type Found = PageArguments & { query?: string | null; includeInactive?: boolean | null };

export const locationView = (shop: Shop, location: ShopLocation) => ({
  __typename: "Location",
  id: gid("Location", location.id),
  name: location.name,
  isActive: location.active,
  isFulfillmentService: location.fulfillmentService,
  fulfillsOnlineOrders: location.active,
  createdAt: iso(location.createdAt),
  updatedAt: iso(location.updatedAt),
  address: { countryCode: location.country },
  localPickupSettingsV2: location.pickup ? { pickupTime: "TWO_HOURS", instructions: "" } : null,
  inventoryLevels: (args: Found) =>
    levelPage(
      shop,
      [...shop.data.levels.values()].filter(({ locationId }) => locationId === location.id),
      args,
      shop.faults.repeatPages,
    ),
});

function levelPage(shop: Shop, levels: readonly ShopLevel[], args: Found, repeat = false) {
  const matches = matcherOf(args.query);
  return pageOf(
    levels.filter((level) => matches({ updated_at: level.updatedAt, inventory_item_id: level.itemId })),
    (level) => [level.itemId, level.locationId],
    (level) => levelView(shop, level),
    args,
    repeat,
  );
}

/** Shopify writes the id of a level with its item behind a question mark. */
export const levelId = ({ itemId, locationId }: ShopLevel): string =>
  `${gid("InventoryLevel", locationId)}?inventory_item_id=${itemId}`;

export function levelOfId(shop: Shop, id: string): ShopLevel | null {
  const [, location, item] = /(\d+)\?inventory_item_id=(\d+)$/.exec(id) ?? [];
  if (!location || !item) return null;
  return shop.data.levels.get(levelKey(Number(item), Number(location))) ?? null;
}

export const levelView = (shop: Shop, level: ShopLevel) => ({
  __typename: "InventoryLevel",
  id: levelId(level),
  isActive: true,
  createdAt: iso(level.createdAt),
  updatedAt: iso(level.updatedAt),
  item: () => itemView(shop, level.itemId),
  location: () => {
    const location = shop.data.locations.get(level.locationId);
    return location ? locationView(shop, location) : null;
  },
  quantities: ({ names }: { names: readonly string[] }) =>
    names.map((name) => ({
      id: `${gid("InventoryQuantity", level.itemId)}?name=${name}`,
      name,
      quantity: name === "on_hand" ? onHand(level) : (level.units[name as StockState] ?? 0),
      updatedAt: iso(level.updatedAt),
    })),
});

export function itemView(shop: Shop, itemId: number) {
  const variant = variantOfItem(shop, itemId);
  if (!variant) return null;
  return {
    __typename: "InventoryItem",
    id: gid("InventoryItem", itemId),
    sku: variant.sku,
    tracked: variant.tracked,
    createdAt: iso(variant.createdAt),
    updatedAt: iso(variant.updatedAt),
    unitCost:
      variant.unitCostMinor === null
        ? null
        : {
            amount: amount(variant.unitCostMinor, shop.options.currency),
            currencyCode: shop.options.currency,
          },
    measurement: {
      id: gid("InventoryItemMeasurement", itemId),
      weight: variant.grams === null ? null : { unit: "GRAMS", value: variant.grams },
    },
    variants: (args: PageArguments) =>
      pageOf(
        [variant],
        ({ id }) => [id, id],
        (one) => variantView(shop, one),
        args,
      ),
    inventoryLevels: (args: Found) => levelPage(shop, levelsOfItem(shop, itemId), args),
    inventoryLevel: ({ locationId }: { locationId: string }) => {
      const level = shop.data.levels.get(levelKey(itemId, numberOf(locationId)));
      return level ? levelView(shop, level) : null;
    },
  };
}

export const variantView = (shop: Shop, variant: ShopVariant) => ({
  __typename: "ProductVariant",
  id: gid("ProductVariant", variant.id),
  sku: variant.sku,
  title: variant.title,
  displayName: variant.title,
  barcode: variant.barcode,
  price: amount(variant.priceMinor, shop.options.currency),
  createdAt: iso(variant.createdAt),
  updatedAt: iso(variant.updatedAt),
  inventoryQuantity: () => availableOf(shop, variant.itemId),
  inventoryItem: () => itemView(shop, variant.itemId),
  product: () => {
    const product = shop.data.products.get(variant.productId);
    return product ? productView(shop, product) : null;
  },
  position: variant.position,
});

export const productView = (shop: Shop, product: ShopProduct) => ({
  __typename: "Product",
  id: gid("Product", product.id),
  title: product.title,
  handle: product.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
  vendor: product.vendor,
  productType: product.productType,
  status: product.status,
  isGiftCard: product.giftCard,
  createdAt: iso(product.createdAt),
  updatedAt: iso(product.updatedAt),
  totalInventory: () =>
    product.variantIds.reduce((sum, id) => {
      const variant = shop.data.variants.get(id);
      return sum + (variant ? availableOf(shop, variant.itemId) : 0);
    }, 0),
  variants: (args: PageArguments) =>
    pageOf(
      product.variantIds.flatMap((id) => shop.data.variants.get(id) ?? []),
      ({ position, id }) => [position, id],
      (variant) => variantView(shop, variant),
      args,
    ),
});
