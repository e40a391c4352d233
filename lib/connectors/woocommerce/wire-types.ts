import { z } from "zod";

/** What the shop answers, read by parseExact: numbers are text here. Only what is used is named. */

const text = z.string();
const money = z.string().nullish();

const meta = z
  .array(z.object({ key: z.string().nullish(), value: z.unknown() }))
  .nullish()
  .transform((entries) => entries ?? []);

const line = z.object({
  id: text,
  name: z.string().nullish(),
  product_id: text,
  variation_id: text.nullish(),
  quantity: text,
  subtotal: money,
  subtotal_tax: money,
  total: money,
  total_tax: money,
  sku: z.string().nullish(),
  meta_data: meta,
});
export type OrderLine = z.output<typeof line>;

const charge = z.object({ total: money, total_tax: money });

export const order = z.object({
  id: text,
  number: text,
  status: text,
  currency: text,
  prices_include_tax: z.boolean(),
  date_created_gmt: z.string().nullish(),
  date_modified_gmt: z.string().nullish(),
  date_completed_gmt: z.string().nullish(),
  discount_total: money,
  discount_tax: money,
  shipping_total: money,
  shipping_tax: money,
  total: text,
  total_tax: money,
  customer_id: text.nullish(),
  billing: z.object({ country: z.string().nullish() }).nullish(),
  shipping: z.object({ country: z.string().nullish() }).nullish(),
  line_items: z.array(line),
  fee_lines: z
    .array(charge)
    .nullish()
    .transform((fees) => fees ?? []),
  refunds: z
    .array(z.object({ id: text }))
    .nullish()
    .transform((refunds) => refunds ?? []),
});
export type Order = z.output<typeof order>;

export const refund = z.object({
  id: text,
  date_created_gmt: z.string().nullish(),
  reason: z.string().nullish(),
  amount: money,
  line_items: z.array(line).default([]),
});
export type Refund = z.output<typeof refund>;

/** Products and variations alike; a variation names its parent. */
export const product = z.object({
  id: text,
  parent_id: text.nullish(),
  type: z.string().nullish(),
  name: z.string().nullish(),
  status: z.string().nullish(),
  sku: z.string().nullish(),
  price: z.string().nullish(),
  regular_price: z.string().nullish(),
  global_unique_id: z.string().nullish(),
  date_modified_gmt: z.string().nullish(),
  /** "parent": counted with the product that the variation belongs to. */
  manage_stock: z.union([z.boolean(), z.literal("parent")]).nullish(),
  stock_quantity: text.nullish(),
  stock_status: z.string().nullish(),
  categories: z.array(z.object({ name: z.string() })).nullish(),
  attributes: z.array(z.object({ option: z.string().nullish() })).nullish(),
  variations: z.array(text).nullish(),
});
export type Product = z.output<typeof product>;

export const webhook = z.object({ id: text, status: text, topic: text, delivery_url: text });

export const index = z.object({
  name: z.string().nullish(),
  timezone_string: z.string().nullish(),
  namespaces: z.array(z.string()).default([]),
});

/** Country and, after a colon, the state. */
export const oneSetting = z.object({ value: z.string() });

export const currentCurrency = z.object({ code: z.string() });

export const errorAnswer = z.object({ code: z.string(), message: z.string().nullish() });
