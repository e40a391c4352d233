import { bulkStatus, bulkView } from "./bulk";
import { allScopes } from "./options";
import { type PageArguments, pageOf } from "./paging";
import { matcherOf } from "./search";
import type { Shop } from "./shop";
import { gid, numberOf, type ShopOrder } from "./state";
import { itemView, levelOfId, levelView, locationView, productView, variantView } from "./views/goods";
import { orderView, refundView } from "./views/orders";
import { shipmentView, transferView } from "./views/transfers";

type Found = PageArguments & { query?: string | null; sortKey?: string | null };
type ById = { id: string };

/** Root fields of QueryRoot. */
export const queriesOf = (shop: Shop) => ({
  shop: () => ({
    __typename: "Shop",
    id: gid("Shop", 1),
    name: shop.options.name ?? shop.options.shop,
    myshopifyDomain: shop.options.shop,
    currencyCode: shop.options.currency,
    ianaTimezone: shop.options.timeZone,
    shopAddress: { countryCodeV2: shop.options.country },
  }),
  currentAppInstallation: () => ({
    id: gid("AppInstallation", 1),
    accessScopes: (shop.options.scopes ?? allScopes).map((handle) => ({ handle, description: handle })),
  }),
  node: ({ id }: ById) => nodeOf(shop, id),
  nodes: ({ ids }: { ids: readonly string[] }) => ids.map((id) => nodeOf(shop, id)),
  order: ({ id }: ById) => typed(shop, id, "Order"),
  product: ({ id }: ById) => typed(shop, id, "Product"),
  productVariant: ({ id }: ById) => typed(shop, id, "ProductVariant"),
  inventoryItem: ({ id }: ById) => typed(shop, id, "InventoryItem"),
  inventoryLevel: ({ id }: ById) => typed(shop, id, "InventoryLevel"),
  location: ({ id }: { id?: string }) => (id ? typed(shop, id, "Location") : null),
  inventoryTransfer: ({ id }: ById) => typed(shop, id, "InventoryTransfer"),
  bulkOperation: ({ id }: ById) => typed(shop, id, "BulkOperation"),
  orders: (args: Found) => {
    const matches = matcherOf(args.query);
    return pageOf(
      [...shop.data.orders.values()].filter((order) => matches(orderWords(order))),
      (order) => [sortOf(order, args.sortKey), order.id],
      (order) => orderView(shop, order),
      args,
      shop.faults.repeatPages,
    );
  },
  products: (args: Found) => {
    const matches = matcherOf(args.query);
    return pageOf(
      [...shop.data.products.values()].filter(({ id, updatedAt, createdAt, status }) =>
        matches({ id, updated_at: updatedAt, created_at: createdAt, status }),
      ),
      (product) => [args.sortKey === "UPDATED_AT" ? product.updatedAt : product.id, product.id],
      (product) => productView(shop, product),
      args,
      shop.faults.repeatPages,
    );
  },
  productVariants: (args: Found) => {
    const matches = matcherOf(args.query);
    return pageOf(
      [...shop.data.variants.values()].filter(({ id, sku, updatedAt }) =>
        matches({ id, sku: sku ?? "", updated_at: updatedAt }),
      ),
      ({ id }) => [id, id],
      (variant) => variantView(shop, variant),
      args,
      shop.faults.repeatPages,
    );
  },
  inventoryItems: (args: Found) => {
    const matches = matcherOf(args.query);
    return pageOf(
      [...shop.data.variants.values()].filter(({ itemId, sku, updatedAt }) =>
        matches({ id: itemId, sku: sku ?? "", updated_at: updatedAt }),
      ),
      ({ itemId }) => [itemId, itemId],
      ({ itemId }) => itemView(shop, itemId),
      args,
    );
  },
  locations: (args: Found & { includeInactive?: boolean | null }) =>
    pageOf(
      [...shop.data.locations.values()].filter(({ active }) => active || args.includeInactive),
      ({ id, name }) => [args.sortKey === "NAME" ? name : id, id],
      (location) => locationView(shop, location),
      args,
      shop.faults.repeatPages,
    ),
  inventoryTransfers: (args: Found) => {
    const matches = matcherOf(args.query);
    return pageOf(
      [...shop.data.transfers.values()].filter(({ id, tags, status }) => matches({ id, tag: tags, status })),
      ({ id }) => [id, id],
      (transfer) => transferView(shop, transfer),
      args,
    );
  },
  webhookSubscriptions: (args: Found & { topics?: readonly string[] | null; uri?: string | null }) =>
    pageOf(
      [...shop.subscriptions.values()].filter(
        ({ topic, uri }) => (!args.topics || args.topics.includes(topic)) && (!args.uri || args.uri === uri),
      ),
      ({ id }) => [id, id],
      ({ id, topic, uri, createdAt }) => ({
        __typename: "WebhookSubscription",
        id: gid("WebhookSubscription", id),
        topic,
        uri,
        format: "JSON",
        createdAt: new Date(createdAt).toISOString(),
      }),
      args,
    ),
  bulkOperations: (args: Found) => {
    const matches = matcherOf(args.query);
    return pageOf(
      [...shop.bulk.values()].filter((job) =>
        matches({ id: job.id, status: bulkStatus(shop, job), operation_type: "query" }),
      ),
      ({ createdAt, id }) => [-createdAt, -id],
      (job) => bulkView(shop, job),
      args,
    );
  },
  currentBulkOperation: () => {
    const last = [...shop.bulk.values()].at(-1);
    return last ? bulkView(shop, last) : null;
  },
});

const orderWords = (order: ShopOrder) => ({
  id: order.id,
  name: order.name,
  created_at: order.createdAt,
  processed_at: order.processedAt,
  updated_at: order.updatedAt,
});

const sortOf = (order: ShopOrder, key: string | null | undefined): number =>
  key === "UPDATED_AT"
    ? order.updatedAt
    : key === "CREATED_AT"
      ? order.createdAt
      : key === "ID"
        ? order.id
        : order.processedAt;

const typed = (shop: Shop, id: string, type: string) => {
  const node = nodeOf(shop, id);
  return node && node.__typename === type ? node : null;
};

function nodeOf(shop: Shop, id: string) {
  const [, type = ""] = /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(id) ?? [];
  const number = numberOf(id);
  const { data } = shop;
  const view = <T, V>(thing: T | undefined, show: (shop: Shop, thing: T) => V): V | null =>
    thing === undefined ? null : show(shop, thing);
  if (type === "Order") return view(data.orders.get(number), orderView);
  if (type === "Product") return view(data.products.get(number), productView);
  if (type === "ProductVariant") return view(data.variants.get(number), variantView);
  if (type === "InventoryItem") return itemView(shop, number);
  if (type === "InventoryLevel") return view(levelOfId(shop, id) ?? undefined, levelView);
  if (type === "Location") return view(data.locations.get(number), locationView);
  if (type === "InventoryTransfer") return view(data.transfers.get(number), transferView);
  if (type === "InventoryShipment") return view(data.shipments.get(number), shipmentView);
  if (type === "BulkOperation") return view(shop.bulk.get(number), bulkView);
  if (type === "Refund") {
    for (const order of data.orders.values()) {
      const refund = order.refunds.find((one) => one.id === number);
      if (refund) return refundView(shop, order, refund);
    }
  }
  return null;
}
