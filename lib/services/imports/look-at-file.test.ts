import { expect, test } from "vitest";
import { guessKind } from "./look-at-file";

test("a file's columns say what it holds", () => {
  expect(
    guessKind(
      ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"],
      [["536365", "85123A", "WHITE HOLDER", "6", "2010-12-01 08:26:00", "2.55", "17850.0"]],
    ),
  ).toBe("orders");
  expect(guessKind(["SKU", "Warehouse", "On hand"], [["A-1", "LAX", "40"]])).toBe("stock");
  expect(guessKind(["商品編號", "品名", "成本"], [["A-1", "水瓶", "120"]])).toBe("skus");
  expect(guessKind(["Bestellnr", "Datum", "SKU", "Menge"], [["B1", "1.2.2026", "A-1", "3"]])).toBeNull();
  expect(guessKind(["temperature", "humidity"], [["20", "0.4"]])).toBeNull();
});
