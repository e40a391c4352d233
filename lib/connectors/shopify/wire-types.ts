import { z } from "zod";

/** Only what is read of Shopify's answers. Whatever else an answer holds is kept in the raw form. */

const id = z.string().min(1);
const moment = z.iso.datetime({ offset: true });
const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const units = z.number().int();

export const money = z.object({ amount, currencyCode: z.string().length(3) });
const moneyBag = z.object({ shopMoney: money });
const ref = z.object({ id });
const place = z.object({ id, name: z.string() });

export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const pageOf = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node), pageInfo });

export const userErrors = z.array(
  z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }),
);
export type UserErrors = z.output<typeof userErrors>;

export const lineItem = z.object({
  id,
  sku: z.string().nullish(),
  title: z.string(),
  variantTitle: z.string().nullish(),
  quantity: units,
  currentQuantity: units,
  unfulfilledQuantity: units,
  isGiftCard: z.boolean(),
  originalUnitPriceSet: moneyBag,
  variant: ref.nullish(),
});
export type LineItemNode = z.output<typeof lineItem>;

const fulfilment = z.object({ id, status: z.string(), location: place.nullish() });

const orderHead = z.object({
  id,
  name: z.string().min(1),
  createdAt: moment,
  processedAt: moment,
  updatedAt: moment,
  cancelledAt: moment.nullish(),
  test: z.boolean(),
  taxesIncluded: z.boolean(),
  currencyCode: z.string().length(3),
  customer: ref.nullish(),
  shippingAddress: z.object({ countryCodeV2: z.string().nullish() }).nullish(),
  retailLocation: place.nullish(),
  totalPriceSet: moneyBag,
  totalReceivedSet: moneyBag.nullish(),
  totalDiscountsSet: moneyBag.nullish(),
  totalTaxSet: moneyBag.nullish(),
  totalShippingPriceSet: moneyBag,
  originalTotalDutiesSet: moneyBag.nullish(),
  originalTotalAdditionalFeesSet: moneyBag.nullish(),
  fulfillments: z.array(fulfilment),
  refunds: z.array(ref),
});

/** An order as the lists give it: who refunded what is asked for only where there are refunds. */
export const order = orderHead.extend({ lineItems: pageOf(lineItem) });
export type OrderNode = z.output<typeof order>;
/** The same in a file of a bulk operation, where lines follow on lines of their own. */
export const bulkOrder = orderHead;

export const refundLine = z.object({
  id: id.nullish(),
  lineItem: ref,
  quantity: units,
  restockType: z.string(),
  location: place.nullish(),
  subtotalSet: moneyBag,
  totalTaxSet: moneyBag,
});
export const refund = z.object({
  id,
  createdAt: moment.nullish(),
  processedAt: moment,
  note: z.string().nullish(),
  refundLineItems: pageOf(refundLine),
});
export type RefundNode = z.output<typeof refund>;

export const variant = z.object({
  id,
  sku: z.string().nullish(),
  title: z.string(),
  barcode: z.string().nullish(),
  price: amount,
  updatedAt: moment,
  inventoryQuantity: units.nullish(),
  inventoryItem: z.object({
    id,
    tracked: z.boolean(),
    updatedAt: moment,
    unitCost: money.nullish(),
    measurement: z.object({ weight: z.object({ unit: z.string(), value: z.number() }).nullish() }),
  }),
});
export type VariantNode = z.output<typeof variant>;

const productHead = z.object({
  id,
  title: z.string(),
  vendor: z.string(),
  productType: z.string(),
  status: z.string(),
  isGiftCard: z.boolean(),
  updatedAt: moment,
});
export type ProductHead = z.output<typeof productHead>;
export const product = productHead.extend({ variants: pageOf(variant) });
export type ProductNode = z.output<typeof product>;
export const variantWithProduct = variant.extend({ product: productHead });

export const location = z.object({
  id,
  name: z.string().min(1),
  isActive: z.boolean(),
  isFulfillmentService: z.boolean(),
  fulfillsOnlineOrders: z.boolean(),
  updatedAt: moment,
  address: z.object({ countryCode: z.string().nullish() }),
  localPickupSettingsV2: z.object({ pickupTime: z.string() }).nullish(),
});
export type LocationNode = z.output<typeof location>;

export const level = z.object({
  id,
  isActive: z.boolean(),
  updatedAt: moment,
  item: z.object({ id, sku: z.string().nullish(), tracked: z.boolean() }),
  location: place,
  quantities: z.array(z.object({ name: z.string(), quantity: units })),
});
export type LevelNode = z.output<typeof level>;

export const bulkOperation = z.object({
  id,
  status: z.string(),
  errorCode: z.string().nullish(),
  objectCount: z.union([z.string(), z.number()]),
  rootObjectCount: z.union([z.string(), z.number()]),
  fileSize: z.union([z.string(), z.number()]).nullish(),
  url: z.string().nullish(),
  query: z.string(),
});
export type BulkOperationNode = z.output<typeof bulkOperation>;

export const throttleStatus = z.object({
  requestedQueryCost: z.number().nullish(),
  actualQueryCost: z.number().nullish(),
  throttleStatus: z.object({
    maximumAvailable: z.number(),
    currentlyAvailable: z.number(),
    restoreRate: z.number(),
  }),
});

export { pageOf, ref };
