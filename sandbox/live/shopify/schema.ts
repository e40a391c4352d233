import { buildSchema } from "graphql";

const page = "first: Int, after: String, last: Int, before: String, reverse: Boolean = false";
const found = `${page}, query: String`;
const connections = (...types: readonly string[]): string =>
  types
    .map(
      (type) => `
  type ${type}Edge { cursor: String! node: ${type}! }
  type ${type}Connection { edges: [${type}Edge!]! nodes: [${type}!]! pageInfo: PageInfo! }`,
    )
    .join("\n");
const payload = (name: string, fields: string): string => `
  type ${name}UserError { field: [String!] message: String! code: String }
  type ${name}Payload { ${fields} userErrors: [${name}UserError!]! }`;

/** The part of the Admin API that this shop answers, in our own words; argument and field names are Shopify's. */
export const shopSchema = buildSchema(`
  directive @idempotent(key: String!) on FIELD
  scalar Decimal
  scalar Money
  scalar DateTime
  scalar URL
  scalar UnsignedInt64
  scalar CurrencyCode
  scalar CountryCode

  interface Node { id: ID! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
  type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
  type AccessScope { handle: String! description: String! }
  type AppInstallation { id: ID! accessScopes: [AccessScope!]! }
  type ShopAddress { countryCodeV2: CountryCode }
  type Shop implements Node {
    id: ID! name: String! myshopifyDomain: String! currencyCode: CurrencyCode! ianaTimezone: String! shopAddress: ShopAddress!
  }
  type Customer implements Node { id: ID! }
  type MailingAddress { countryCodeV2: CountryCode }

  type LocationAddress { countryCode: String }
  type DeliveryLocalPickupSettings { pickupTime: String! instructions: String! }
  enum LocationSortKeys { ID NAME }
  type Location implements Node {
    id: ID! name: String! isActive: Boolean! isFulfillmentService: Boolean! fulfillsOnlineOrders: Boolean! createdAt: DateTime! updatedAt: DateTime!
    address: LocationAddress! localPickupSettingsV2: DeliveryLocalPickupSettings
    inventoryLevels(${found}, includeInactive: Boolean = false): InventoryLevelConnection!
  }

  enum ProductStatus { ACTIVE ARCHIVED DRAFT UNLISTED }
  enum ProductSortKeys { CREATED_AT ID TITLE UPDATED_AT }
  enum ProductVariantSortKeys { ID POSITION SKU TITLE }
  type Weight { unit: String! value: Float! }
  type InventoryItemMeasurement { id: ID! weight: Weight }
  type Product implements Node {
    id: ID! title: String! handle: String! vendor: String! productType: String! status: ProductStatus! isGiftCard: Boolean!
    createdAt: DateTime! updatedAt: DateTime! totalInventory: Int!
    variants(${page}, sortKey: ProductVariantSortKeys = POSITION): ProductVariantConnection!
  }
  type ProductVariant implements Node {
    id: ID! sku: String title: String! displayName: String! barcode: String price: Money! createdAt: DateTime! updatedAt: DateTime!
    inventoryQuantity: Int inventoryItem: InventoryItem! product: Product! position: Int!
  }
  type InventoryItem implements Node {
    id: ID! sku: String tracked: Boolean! createdAt: DateTime! updatedAt: DateTime! unitCost: MoneyV2
    measurement: InventoryItemMeasurement!
    variants(first: Int, after: String, last: Int, before: String): ProductVariantConnection
    inventoryLevels(${found}, includeInactive: Boolean = false): InventoryLevelConnection!
    inventoryLevel(locationId: ID!, includeInactive: Boolean = false): InventoryLevel
  }
  type InventoryQuantity { id: ID! name: String! quantity: Int! updatedAt: DateTime }
  type InventoryLevel implements Node {
    id: ID! isActive: Boolean! createdAt: DateTime! updatedAt: DateTime! item: InventoryItem! location: Location!
    quantities(names: [String!]!): [InventoryQuantity!]!
  }

  enum OrderSortKeys { CREATED_AT ID PROCESSED_AT UPDATED_AT }
  enum FulfillmentStatus { CANCELLED ERROR FAILURE OPEN PENDING SUCCESS }
  enum RefundLineItemRestockType { CANCEL LEGACY_RESTOCK NO_RESTOCK RETURN }
  type Fulfillment implements Node { id: ID! status: FulfillmentStatus! createdAt: DateTime! updatedAt: DateTime! location: Location }
  type LineItem implements Node {
    id: ID! sku: String title: String! variantTitle: String name: String! quantity: Int! currentQuantity: Int! unfulfilledQuantity: Int!
    isGiftCard: Boolean! requiresShipping: Boolean! originalUnitPriceSet: MoneyBag! variant: ProductVariant
  }
  type RefundLineItem {
    id: ID quantity: Int! restockType: RefundLineItemRestockType! restocked: Boolean! lineItem: LineItem! location: Location
    priceSet: MoneyBag! subtotalSet: MoneyBag! totalTaxSet: MoneyBag!
  }
  type Refund implements Node {
    id: ID! createdAt: DateTime processedAt: DateTime! updatedAt: DateTime! note: String totalRefundedSet: MoneyBag!
    refundLineItems(${page}): RefundLineItemConnection!
  }
  type Order implements Node {
    id: ID! name: String! number: Int! createdAt: DateTime! processedAt: DateTime! updatedAt: DateTime! cancelledAt: DateTime
    test: Boolean! taxesIncluded: Boolean! currencyCode: CurrencyCode! presentmentCurrencyCode: CurrencyCode!
    customer: Customer shippingAddress: MailingAddress retailLocation: Location
    totalPriceSet: MoneyBag! totalReceivedSet: MoneyBag! currentTotalPriceSet: MoneyBag! totalDiscountsSet: MoneyBag totalTaxSet: MoneyBag
    totalShippingPriceSet: MoneyBag! originalTotalDutiesSet: MoneyBag originalTotalAdditionalFeesSet: MoneyBag
    fulfillments(first: Int, query: String): [Fulfillment!]!
    refunds(first: Int): [Refund!]!
    lineItems(${page}): LineItemConnection!
  }

  enum InventoryTransferStatus { CANCELED DRAFT IN_PROGRESS OTHER READY_TO_SHIP TRANSFERRED }
  enum InventoryShipmentStatus { DRAFT IN_TRANSIT OTHER PARTIALLY_RECEIVED RECEIVED }
  enum InventoryShipmentReceiveLineItemReason { ACCEPTED REJECTED }
  type LocationSnapshot { name: String! location: Location }
  type InventoryTransferLineItem implements Node {
    id: ID! inventoryItem: InventoryItem totalQuantity: Int! shippedQuantity: Int! shippableQuantity: Int! processableQuantity: Int!
  }
  type InventoryShipmentLineItem implements Node {
    id: ID! inventoryItem: InventoryItem quantity: Int! acceptedQuantity: Int! rejectedQuantity: Int! unreceivedQuantity: Int!
  }
  type InventoryShipment implements Node {
    id: ID! name: String! status: InventoryShipmentStatus! dateCreated: DateTime dateShipped: DateTime dateReceived: DateTime
    lineItems(${found}): InventoryShipmentLineItemConnection
  }
  type InventoryTransfer implements Node {
    id: ID! name: String! status: InventoryTransferStatus! referenceName: String note: String tags: [String!]! dateCreated: DateTime
    origin: LocationSnapshot destination: LocationSnapshot totalQuantity: Int! receivedQuantity: Int!
    lineItems(${found}): InventoryTransferLineItemConnection!
    shipments(${page}): InventoryShipmentConnection!
  }

  enum WebhookSubscriptionTopic {
    APP_UNINSTALLED INVENTORY_LEVELS_UPDATE ORDERS_CANCELLED ORDERS_CREATE ORDERS_DELETE ORDERS_UPDATED PRODUCTS_CREATE PRODUCTS_DELETE PRODUCTS_UPDATE REFUNDS_CREATE
  }
  enum WebhookSubscriptionFormat { JSON XML }
  type WebhookSubscription implements Node { id: ID! topic: WebhookSubscriptionTopic! uri: String! format: WebhookSubscriptionFormat! createdAt: DateTime! }
  input WebhookSubscriptionInput { uri: String format: WebhookSubscriptionFormat includeFields: [String!] filter: String name: String }

  enum BulkOperationStatus { CANCELED CANCELING COMPLETED CREATED EXPIRED FAILED RUNNING }
  enum BulkOperationErrorCode { ACCESS_DENIED INTERNAL_SERVER_ERROR TIMEOUT }
  enum BulkOperationType { MUTATION QUERY }
  enum BulkOperationsSortKeys { COMPLETED_AT CREATED_AT }
  type BulkOperation implements Node {
    id: ID! status: BulkOperationStatus! errorCode: BulkOperationErrorCode createdAt: DateTime! completedAt: DateTime
    objectCount: UnsignedInt64! rootObjectCount: UnsignedInt64! fileSize: UnsignedInt64 url: URL partialDataUrl: URL
    query: String! type: BulkOperationType!
  }

  ${connections("Order", "LineItem", "RefundLineItem", "Product", "ProductVariant", "InventoryItem", "InventoryLevel", "Location")}
  ${connections("InventoryTransfer", "InventoryTransferLineItem", "InventoryShipment", "InventoryShipmentLineItem")}
  ${connections("WebhookSubscription", "BulkOperation")}

  type QueryRoot {
    shop: Shop!
    currentAppInstallation: AppInstallation!
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    order(id: ID!): Order
    orders(${found}, sortKey: OrderSortKeys = PROCESSED_AT): OrderConnection!
    product(id: ID!): Product
    products(${found}, sortKey: ProductSortKeys = ID): ProductConnection!
    productVariant(id: ID!): ProductVariant
    productVariants(${found}, sortKey: ProductVariantSortKeys = ID): ProductVariantConnection!
    inventoryItem(id: ID!): InventoryItem
    inventoryItems(${found}): InventoryItemConnection!
    inventoryLevel(id: ID!): InventoryLevel
    location(id: ID): Location
    locations(${found}, includeInactive: Boolean = false, includeLegacy: Boolean = false, sortKey: LocationSortKeys = NAME): LocationConnection!
    inventoryTransfer(id: ID!): InventoryTransfer
    inventoryTransfers(${found}): InventoryTransferConnection!
    webhookSubscriptions(${found}, topics: [WebhookSubscriptionTopic!], uri: String): WebhookSubscriptionConnection!
    bulkOperation(id: ID!): BulkOperation
    bulkOperations(${found}, sortKey: BulkOperationsSortKeys = CREATED_AT): BulkOperationConnection!
    currentBulkOperation(type: BulkOperationType = QUERY): BulkOperation
  }

  input InventoryQuantityInput { inventoryItemId: ID! locationId: ID! quantity: Int! changeFromQuantity: Int }
  input InventorySetQuantitiesInput { name: String! reason: String! referenceDocumentUri: String quantities: [InventoryQuantityInput!]! }
  input InventoryTransferLineItemInput { inventoryItemId: ID! quantity: Int! }
  input InventoryTransferCreateAsReadyToShipInput {
    originLocationId: ID destinationLocationId: ID lineItems: [InventoryTransferLineItemInput!]! = []
    dateCreated: DateTime note: String referenceName: String tags: [String!]
  }
  input InventoryShipmentLineItemInput { inventoryItemId: ID! quantity: Int! }
  input InventoryShipmentCreateInput { movementId: ID! lineItems: [InventoryShipmentLineItemInput!]! dateCreated: DateTime barcode: String }
  input InventoryShipmentReceiveItemInput { shipmentLineItemId: ID! quantity: Int! reason: InventoryShipmentReceiveLineItemReason! }

  type InventoryAdjustmentGroup { id: ID! createdAt: DateTime! reason: String! referenceDocumentUri: String }
  ${payload("InventorySetQuantities", "inventoryAdjustmentGroup: InventoryAdjustmentGroup")}
  ${payload("InventoryTransferCreateAsReadyToShip", "inventoryTransfer: InventoryTransfer")}
  ${payload("InventoryTransferCancel", "inventoryTransfer: InventoryTransfer")}
  ${payload("InventoryShipmentCreateInTransit", "inventoryShipment: InventoryShipment")}
  ${payload("InventoryShipmentReceive", "inventoryShipment: InventoryShipment")}
  ${payload("WebhookSubscriptionCreate", "webhookSubscription: WebhookSubscription")}
  ${payload("WebhookSubscriptionDelete", "deletedWebhookSubscriptionId: ID")}
  ${payload("BulkOperationRunQuery", "bulkOperation: BulkOperation")}
  ${payload("BulkOperationCancel", "bulkOperation: BulkOperation")}

  type Mutation {
    inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
    inventoryTransferCreateAsReadyToShip(input: InventoryTransferCreateAsReadyToShipInput!): InventoryTransferCreateAsReadyToShipPayload
    inventoryTransferCancel(id: ID!): InventoryTransferCancelPayload
    inventoryShipmentCreateInTransit(input: InventoryShipmentCreateInput!): InventoryShipmentCreateInTransitPayload
    inventoryShipmentReceive(id: ID!, lineItems: [InventoryShipmentReceiveItemInput!], bulkReceiveAction: InventoryShipmentReceiveLineItemReason, dateReceived: DateTime): InventoryShipmentReceivePayload
    webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
    webhookSubscriptionDelete(id: ID!): WebhookSubscriptionDeletePayload
    bulkOperationRunQuery(query: String!, groupObjects: Boolean! = false): BulkOperationRunQueryPayload
    bulkOperationCancel(id: ID!): BulkOperationCancelPayload
  }
  schema { query: QueryRoot mutation: Mutation }
`);
