/** A request in GraphQL together with what it costs at most; Shopify gives back what an answer did not need. */
export interface Document {
  name: string;
  text: string;
  /** Points taken before sending, by Shopify's rule: an object 1, a connection 2 and its rows, a mutation 10. */
  cost: number;
}

const doc = (name: string, cost: number, text: string): Document => ({ name, cost, text: text.trim() });

/** Rows asked for at once, so that no request is dearer than the 1,000 points one may cost. */
export const ROWS = { orders: 19, products: 18, levels: 60, locations: 50, variants: 60 } as const;
/** Ids in one request. */
export const IDS = { orders: 18, products: 18, levels: 60, items: 40, refunds: 10 } as const;
/** Rows of a list inside of a row; what is longer is read on by itself. */
export const REFUNDS_SHOWN = 5;

/** All states of a shelf but those that follow from the others. */
export const QUANTITY_NAMES = [
  "on_hand",
  "available",
  "committed",
  "incoming",
  "reserved",
  "damaged",
  "safety_stock",
  "quality_control",
] as const;
const names = QUANTITY_NAMES.map((name) => `"${name}"`).join(", ");

const MONEY = "{ shopMoney { amount currencyCode } }";
const LINE = `id sku title variantTitle quantity currentQuantity unfulfilledQuantity isGiftCard
      originalUnitPriceSet ${MONEY} variant { id }`;
const ORDER_HEAD = `id name createdAt processedAt updatedAt cancelledAt test taxesIncluded currencyCode
    customer { id }
    shippingAddress { countryCodeV2 }
    retailLocation { id name }
    totalPriceSet ${MONEY} totalDiscountsSet ${MONEY} totalTaxSet ${MONEY} totalShippingPriceSet ${MONEY} totalReceivedSet ${MONEY}
    originalTotalDutiesSet ${MONEY} originalTotalAdditionalFeesSet ${MONEY}`;
const ORDER = `${ORDER_HEAD}
    fulfillments(first: 3) { id status location { id name } }
    refunds(first: ${REFUNDS_SHOWN}) { id }
    lineItems(first: 5) { nodes { ${LINE} } pageInfo { hasNextPage endCursor } }`;
const REFUND_LINE = `id quantity restockType lineItem { id } location { id name }
      subtotalSet ${MONEY} totalTaxSet ${MONEY}`;
const VARIANT = `id sku title barcode price updatedAt inventoryQuantity
      inventoryItem { id tracked updatedAt unitCost { amount currencyCode } measurement { weight { unit value } } }`;
const PRODUCT_HEAD = "id title vendor productType status isGiftCard updatedAt";
const PRODUCT = `${PRODUCT_HEAD}
    variants(first: 10) { nodes { ${VARIANT} } pageInfo { hasNextPage endCursor } }`;
const LEVEL = `id isActive updatedAt item { id sku tracked } location { id name } quantities(names: [${names}]) { name quantity }`;
const PAGE = "pageInfo { hasNextPage endCursor }";
const BULK = "id status errorCode objectCount rootObjectCount fileSize url query";
const TRANSFER = `id name status referenceName tags dateCreated
    origin { name location { id } } destination { name location { id } }
    lineItems(first: 50) { nodes { id totalQuantity shippedQuantity inventoryItem { id sku } } ${PAGE} }
    shipments(first: 5) { nodes { id status dateShipped dateReceived
      lineItems(first: 50) { nodes { id quantity acceptedQuantity rejectedQuantity inventoryItem { id sku } } ${PAGE} } } ${PAGE} }`;

export const shopQuery = doc(
  "Shop",
  5,
  `
query Shop {
  shop { id name myshopifyDomain currencyCode ianaTimezone shopAddress { countryCodeV2 } }
  currentAppInstallation { accessScopes { handle } }
}`,
);

export const ordersQuery = doc(
  "Orders",
  1000,
  `
query Orders($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${ORDER} } ${PAGE}
  }
}`,
);

export const ordersByIdQuery = doc(
  "OrdersById",
  900,
  `
query OrdersById($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${ORDER} } } }`,
);

export const orderLinesQuery = doc(
  "OrderLines",
  405,
  `
query OrderLines($id: ID!, $after: String) {
  order(id: $id) { lineItems(first: 100, after: $after) { nodes { ${LINE} } ${PAGE} } }
}`,
);

export const orderRefundsQuery = doc(
  "OrderRefunds",
  101,
  `
query OrderRefunds($id: ID!) { order(id: $id) { refunds(first: 100) { id } } }`,
);

export const refundsQuery = doc(
  "Refunds",
  830,
  `
query Refunds($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Refund { id createdAt processedAt note refundLineItems(first: 10) { nodes { ${REFUND_LINE} } ${PAGE} } }
  }
}`,
);

export const refundLinesQuery = doc(
  "RefundLines",
  803,
  `
query RefundLines($id: ID!, $after: String) {
  node(id: $id) { ... on Refund { refundLineItems(first: 100, after: $after) { nodes { ${REFUND_LINE} } ${PAGE} } } }
}`,
);

export const productsQuery = doc(
  "Products",
  960,
  `
query Products($first: Int!, $after: String, $query: String) {
  shop { currencyCode }
  products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) { nodes { ${PRODUCT} } ${PAGE} }
}`,
);

export const productsByIdQuery = doc(
  "ProductsById",
  960,
  `
query ProductsById($ids: [ID!]!) {
  shop { currencyCode }
  nodes(ids: $ids) { ... on Product { ${PRODUCT} } }
}`,
);

export const productVariantsQuery = doc(
  "ProductVariants",
  505,
  `
query ProductVariants($id: ID!, $after: String) {
  product(id: $id) { variants(first: 100, after: $after) { nodes { ${VARIANT} } ${PAGE} } }
}`,
);

export const listingsQuery = doc(
  "Listings",
  365,
  `
query Listings($first: Int!, $after: String) {
  shop { currencyCode }
  productVariants(first: $first, after: $after, sortKey: ID) {
    nodes { ${VARIANT} product { ${PRODUCT_HEAD} } } ${PAGE}
  }
}`,
);

export const listingsByItemQuery = doc(
  "ListingsByItem",
  850,
  `
query ListingsByItem($ids: [ID!]!) {
  shop { currencyCode }
  nodes(ids: $ids) {
    ... on InventoryItem { id variants(first: 3) { nodes { ${VARIANT} product { ${PRODUCT_HEAD} } } ${PAGE} } }
  }
}`,
);

export const locationsQuery = doc(
  "Locations",
  155,
  `
query Locations($first: Int!, $after: String) {
  shop { name currencyCode ianaTimezone shopAddress { countryCodeV2 } }
  locations(first: $first, after: $after, includeInactive: true, includeLegacy: true, sortKey: ID) {
    nodes {
      id name isActive isFulfillmentService fulfillsOnlineOrders updatedAt
      address { countryCode }
      localPickupSettingsV2 { pickupTime }
    }
    ${PAGE}
  }
}`,
);

export const levelsQuery = doc(
  "Levels",
  245,
  `
query Levels($location: ID!, $first: Int!, $after: String, $query: String) {
  location(id: $location) {
    inventoryLevels(first: $first, after: $after, query: $query) { nodes { ${LEVEL} } ${PAGE} }
  }
}`,
);

export const levelsByIdQuery = doc(
  "LevelsById",
  245,
  `
query LevelsById($ids: [ID!]!) { nodes(ids: $ids) { ... on InventoryLevel { ${LEVEL} } } }`,
);

export const itemsBySkuQuery = doc(
  "ItemsBySku",
  102,
  `
query ItemsBySku($query: String!) {
  inventoryItems(first: 100, query: $query) { nodes { id sku tracked } ${PAGE} }
}`,
);

export const itemLevelsQuery = doc(
  "ItemLevels",
  205,
  `
query ItemLevels($id: ID!) {
  inventoryItem(id: $id) { id sku tracked inventoryLevels(first: 50) { nodes { ${LEVEL} } ${PAGE} } }
}`,
);

export const itemOfVariantQuery = doc(
  "ItemOfVariant",
  210,
  `
query ItemOfVariant($id: ID!) {
  productVariant(id: $id) {
    inventoryItem { id sku tracked inventoryLevels(first: 50) { nodes { ${LEVEL} } ${PAGE} } }
  }
}`,
);

export const transferByTagQuery = doc(
  "TransferByTag",
  780,
  `
query TransferByTag($query: String!) { inventoryTransfers(first: 1, query: $query) { nodes { ${TRANSFER} } ${PAGE} } }`,
);

export const setQuantities = doc(
  "SetQuantities",
  11,
  `
mutation SetQuantities($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id createdAt }
    userErrors { field message code }
  }
}`,
);

export const createTransfer = doc(
  "CreateTransfer",
  11,
  `
mutation CreateTransfer($input: InventoryTransferCreateAsReadyToShipInput!, $key: String!) {
  inventoryTransferCreateAsReadyToShip(input: $input) @idempotent(key: $key) {
    inventoryTransfer { id name status }
    userErrors { field message code }
  }
}`,
);

export const cancelTransfer = doc(
  "CancelTransfer",
  11,
  `
mutation CancelTransfer($id: ID!) {
  inventoryTransferCancel(id: $id) { inventoryTransfer { id status } userErrors { field message code } }
}`,
);

export const shipTransfer = doc(
  "ShipTransfer",
  11,
  `
mutation ShipTransfer($input: InventoryShipmentCreateInput!, $key: String!) {
  inventoryShipmentCreateInTransit(input: $input) @idempotent(key: $key) {
    inventoryShipment { id name status }
    userErrors { field message code }
  }
}`,
);

export const receiveShipment = doc(
  "ReceiveShipment",
  11,
  `
mutation ReceiveShipment($id: ID!, $lineItems: [InventoryShipmentReceiveItemInput!], $key: String!) {
  inventoryShipmentReceive(id: $id, lineItems: $lineItems) @idempotent(key: $key) {
    inventoryShipment { id status }
    userErrors { field message code }
  }
}`,
);

export const subscriptionsQuery = doc(
  "Subscriptions",
  102,
  `
query Subscriptions($topics: [WebhookSubscriptionTopic!], $after: String) {
  webhookSubscriptions(first: 100, after: $after, topics: $topics) { nodes { id topic uri } ${PAGE} }
}`,
);

export const subscribeMutation = doc(
  "Subscribe",
  11,
  `
mutation Subscribe($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
    webhookSubscription { id }
    userErrors { field message }
  }
}`,
);

export const unsubscribeMutation = doc(
  "Unsubscribe",
  10,
  `
mutation Unsubscribe($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}`,
);

export const startBulk = doc(
  "StartBulk",
  11,
  `
mutation StartBulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { ${BULK} } userErrors { field message code } }
}`,
);

export const bulkQuery = doc(
  "Bulk",
  1,
  `
query Bulk($id: ID!) { bulkOperation(id: $id) { ${BULK} } }`,
);

export const recentBulkQuery = doc(
  "RecentBulk",
  12,
  `
query RecentBulk { bulkOperations(first: 10, query: "operation_type:query") { nodes { ${BULK} } ${PAGE} } }`,
);

/** Orders of a period as a bulk operation takes it. It allows no list of rows inside a list, so refunds are ids only. */
export const bulkOrders = (filter: string): string => `{
  orders(query: ${JSON.stringify(filter)}, sortKey: UPDATED_AT) {
    edges { node { ${ORDER_HEAD}
      fulfillments(first: 3) { id status location { id name } }
      refunds(first: 100) { id }
      lineItems { edges { node { ${LINE} } } }
    } }
  }
}`;

export const allDocuments: readonly Document[] = [
  shopQuery,
  ordersQuery,
  ordersByIdQuery,
  orderLinesQuery,
  orderRefundsQuery,
  refundsQuery,
  refundLinesQuery,
  productsQuery,
  productsByIdQuery,
  productVariantsQuery,
  listingsQuery,
  listingsByItemQuery,
  locationsQuery,
  levelsQuery,
  levelsByIdQuery,
  itemsBySkuQuery,
  itemLevelsQuery,
  itemOfVariantQuery,
  transferByTagQuery,
  setQuantities,
  createTransfer,
  cancelTransfer,
  shipTransfer,
  receiveShipment,
  subscriptionsQuery,
  subscribeMutation,
  unsubscribeMutation,
  startBulk,
  bulkQuery,
  recentBulkQuery,
];
