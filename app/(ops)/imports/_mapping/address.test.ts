import { expect, test } from "vitest";
import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import { assignColumn, assignSetting, toSearchParams, withAddress, withoutChanges } from "./address";
import { settingNames, settings } from "./settings";

const base: MappingInput = {
  kind: "orders",
  columns: {
    orderNumber: "Invoice",
    customer: { column: "Customer", transform: ["wholeNumber"] },
    channel: { constant: "web" },
  },
};

test("an address without changes leaves the mapping as it is", () => {
  expect(withAddress(base, new URLSearchParams("file=3&source=shop"))).toEqual(base);
});

test("a column that moves to another field leaves the one it had", () => {
  const params = assignColumn(base, new URLSearchParams(), "Invoice", "sku");
  expect(withAddress(base, params).columns).toEqual({
    sku: "Invoice",
    customer: { column: "Customer", transform: ["wholeNumber"] },
    channel: { constant: "web" },
  });
  expect(assignColumn(base, params, "Invoice", "orderNumber").toString()).toBe("");
});

test("a field that keeps its column keeps how its values are changed", () => {
  const ignored = assignColumn(base, new URLSearchParams(), "Customer", null);
  expect(withAddress(base, ignored).columns.customer).toBeUndefined();
  const back = assignColumn(base, ignored, "Customer", "customer");
  expect(withAddress(base, back)).toEqual(base);
});

test("every setting comes back from the address as it was written", () => {
  const texts: Record<(typeof settingNames)[number], string> = {
    dates: "dd/MM/yyyy HH:mm|iso",
    zone: "Asia/Taipei",
    currency: "TWD",
    decimal: "comma",
    thousands: "none",
    weight: "lb",
    volume: "m3",
    encoding: "big5",
    delimiter: "tab",
    skip: "3",
    credit: "C",
    negative: "adjustment",
    unpriced: "adjustment",
    state: "shipped",
    notProducts: "POST, gift_*",
    create: "skus,channels",
    location: "UK",
    channel: "web",
  };
  let params = new URLSearchParams();
  for (const name of settingNames) params = assignSetting(base, params, name, texts[name]);
  const mapping = withAddress(base, params);
  for (const name of settingNames) expect(settings[name].read(mapping)).toBe(texts[name]);
  for (const name of settingNames) params = assignSetting(base, params, name, settings[name].read(base));
  expect(params.toString()).toBe("");
});

test("unreadable parameters fall back to the plain choice", () => {
  const mapping = withAddress(base, new URLSearchParams("negative=x&skip=-1&weight=stone&thousands=?"));
  expect(mapping).toMatchObject({ options: { negativeQuantity: "reject" }, units: { weight: "g" } });
  expect(mapping.skipLines).toBeUndefined();
});

test("dropping the changes keeps file and source", () => {
  const params = toSearchParams({ file: "3", source: ["shop", "other"], "c.sku": "Code", zone: "UTC" });
  expect(withoutChanges(params).toString()).toBe("file=3&source=shop");
});
