import { expect, test } from "vitest";
import { notLive } from "@/lib/connectors/not-live";
import { checkRecord } from "@/lib/ingest/check/record";
import { messagesOf } from "@/messages/index";
import { compileMapping } from "../compile";
import { parseMapping, readSettings } from "../mapping";
import { mappingPresets, type PresetKey } from "./index";

/** Made-up rows in the columns of the vendors' exports. */
const rows: Record<PresetKey, { header: string; row: string; fields: Record<string, unknown> }> = {
  google_ads_product_ads: {
    header: "Day,Campaign,Campaign ID,Item ID,Currency code,Cost,Impr.,Clicks,Conv. value",
    row: "2026-03-01,Lamps,21987654321,lamp-1,EUR,12.30,1000,20,99.00",
    fields: { campaign: "21987654321", adId: "lamp-1", sku: "lamp-1" },
  },
  google_ads_spend: {
    header: "Day,Campaign,Campaign ID,Item ID,Currency code,Cost,Impr.,Clicks,Conv. value",
    row: '2026-03-01,Lamps,21987654321,lamp-1,EUR,12.30,"1,000",20,99.00',
    fields: { startsAt: "2026-03-01T00:00:00.000Z", spend: "12.3", impressions: 1000, currency: "EUR" },
  },
  meta_ads_spend: {
    header:
      "Campaign ID,Ad ID,Day,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value,Reporting starts,Reporting ends",
    row: "120210000000000001,120210000000000002,2026-03-01,12.34,1000,20,2,99.80,2026-03-01,2026-03-01",
    fields: { adId: "120210000000000002", spend: "12.34", currency: "USD", attributedUnits: 2 },
  },
  walmart_items: {
    header: "SKU,Product Name,Price,Currency",
    row: "LAMP-1,Lamp,49.90,USD",
    fields: { channel: "walmart", sku: "LAMP-1", price: "49.9" },
  },
  tiktok_shop_orders: {
    header:
      "Order ID,Order Status,Seller SKU,Product Name,Quantity,SKU Unit Original Price,Taxes,Order Amount,Created Time,Country",
    row: "576000000000000001,To ship,LAMP-1,Lamp,2,49.90,1.20,101.00,28/02/2026 09:05:00,Singapore",
    fields: { orderNumber: "576000000000000001", state: "open", placedAt: "2026-02-28T09:05:00.000Z" },
  },
  lazada_orders: {
    header: "orderItemId,orderNumber,sellerSku,createTime,itemName,unitPrice,status",
    row: "700000000000001,300000000000001,LAMP-1,01 Mar 2026 10:00,Lamp,49.90,ready_to_ship",
    fields: {
      orderNumber: "300000000000001",
      quantity: 1,
      state: "open",
      placedAt: "2026-03-01T10:00:00.000Z",
    },
  },
  shopee_orders: {
    header: "Order ID,Order Status,Order Creation Date,SKU Reference No.,Product Name,Deal Price,Quantity",
    row: "2603010ABCDE,Completed,2026-03-01 10:00,LAMP-1,Lamp,49.90,2",
    fields: {
      orderNumber: "2603010ABCDE",
      state: "completed",
      sku: "LAMP-1",
      quantity: 2,
      unitPrice: "49.9",
    },
  },
};

const cells = (line: string) =>
  [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");

test.each(Object.keys(mappingPresets) as PresetKey[])("%s reads a row of its export", (key) => {
  const mapping = parseMapping(mappingPresets[key]);
  const { header, row, fields } = rows[key];
  const get = compileMapping(mapping, cells(header))(cells(row));
  const outcome = checkRecord(mapping.kind, get, readSettings(mapping));
  expect(outcome.ok ? [] : outcome.problems).toEqual([]);
  expect(outcome.record).toMatchObject(fields);
});

test("every system that is not live is explained, and what it offers is there", () => {
  const { connectors } = messagesOf("en") as unknown as {
    connectors: { notLive: Record<string, string>; presets: Record<string, unknown> };
  };
  expect(Object.keys(connectors.notLive).sort()).toEqual(notLive.map(({ vendor }) => vendor).sort());
  expect(notLive.flatMap(({ presets }) => presets).sort()).toEqual(Object.keys(mappingPresets).sort());
  expect(Object.keys(connectors.presets).sort()).toEqual(Object.keys(mappingPresets).sort());
});
