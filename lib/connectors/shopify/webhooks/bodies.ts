import { z } from "zod";

/** Only what is read of webhook bodies, which are in the form of Shopify's older REST interface. */

const number = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);
const moment = z.iso.datetime({ offset: true });
const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const set = z.object({ shop_money: z.object({ amount, currency_code: z.string().length(3) }) });
const units = z.number().int();

export const deletedBody = z.object({ id: number });

export const orderBody = z.object({
  id: number,
  name: z.string().min(1),
  created_at: moment,
  processed_at: moment.nullish(),
  updated_at: moment,
  cancelled_at: moment.nullish(),
  test: z.boolean().nullish(),
  taxes_included: z.boolean(),
  currency: z.string().length(3),
  total_price_set: set,
  total_discounts_set: set.nullish(),
  total_tax_set: set.nullish(),
  total_shipping_price_set: set.nullish(),
  original_total_duties_set: set.nullish(),
  original_total_additional_fees_set: set.nullish(),
  location_id: number.nullish(),
  customer: z.object({ id: number }).nullish(),
  shipping_address: z.object({ country_code: z.string().nullish() }).nullish(),
  line_items: z.array(
    z.object({
      id: number,
      sku: z.string().nullish(),
      title: z.string(),
      variant_title: z.string().nullish(),
      quantity: units,
      current_quantity: units.nullish(),
      variant_id: number.nullish(),
      price_set: set,
    }),
  ),
  fulfillments: z
    .array(
      z.object({
        status: z.string().nullish(),
        location_id: number.nullish(),
        line_items: z.array(z.object({ id: number, quantity: units })),
      }),
    )
    .default([]),
  refunds: z.array(z.unknown()).default([]),
});
export type OrderBody = z.output<typeof orderBody>;

export const refundBody = z.object({ id: number, order_id: number });

export const productBody = z.object({
  id: number,
  title: z.string(),
  vendor: z.string().nullish(),
  product_type: z.string().nullish(),
  status: z.string(),
  updated_at: moment,
  variants: z.array(
    z.object({
      id: number,
      title: z.string(),
      sku: z.string().nullish(),
      barcode: z.string().nullish(),
      price: amount,
      updated_at: moment,
    }),
  ),
  variant_gids: z.array(z.unknown()).nullish(),
});
export type ProductBody = z.output<typeof productBody>;

export const levelBody = z.object({
  inventory_item_id: number,
  location_id: number,
  updated_at: moment.nullish(),
});
