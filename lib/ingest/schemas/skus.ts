import { z } from "zod";
import { choice, currencyCode, decimal, flag, integer, key, optional, text, versionFields } from "./field";

/** A product as its source describes it. */
export const skus = z.object({
  code: key("Code of the SKU, exactly as every other file writes it", [
    [
      "sku",
      "sku code",
      "stock code",
      "stockcode",
      "item code",
      "item number",
      "product code",
      "variant sku",
      "seller sku",
      "msku",
    ],
    ["商品編號", "商品编号", "货号", "貨號", "料號", "料号", "商品編碼", "商品编码"],
  ]),
  title: optional(
    text("Name of the product", [
      ["title", "name", "product name", "product title", "item name", "description"],
      ["品名", "商品名稱", "商品名称", "名稱", "名称", "標題", "标题"],
    ]),
  ),
  titleLang: optional(
    text(
      "Language of the title, such as en or zh-Hant",
      [
        ["title language", "language", "lang"],
        ["語言", "语言"],
      ],
      { max: 20 },
    ),
  ),
  brand: optional(text("Brand", [["brand", "vendor", "manufacturer"], ["品牌"]])),
  category: optional(
    text("Category", [
      ["category", "product type", "type", "department"],
      ["類別", "类别", "分類", "分类"],
    ]),
  ),
  barcode: optional(
    key("EAN, UPC or GTIN", [
      ["barcode", "ean", "upc", "gtin", "ean13", "variant barcode"],
      ["條碼", "条码", "国际条码", "國際條碼"],
    ]),
  ),
  currency: optional(
    currencyCode("Currency of unit cost and price", [
      ["currency", "currency code"],
      ["幣別", "币种", "貨幣", "货币"],
    ]),
  ),
  unitCost: optional(
    decimal(
      "Cost of one unit",
      [
        ["unit cost", "cost", "cost price", "cost per item", "cogs", "landed cost"],
        ["成本", "單位成本", "单位成本", "進價", "进价"],
      ],
      { min: 0, money: true },
    ),
  ),
  price: optional(
    decimal(
      "Usual selling price of one unit",
      [
        ["price", "unit price", "selling price", "retail price", "variant price", "rrp"],
        ["售價", "售价", "單價", "单价", "價格", "价格"],
      ],
      { min: 0, money: true },
    ),
  ),
  packSize: optional(
    integer(
      "Units in one pack",
      [
        ["pack size", "case pack", "units per case", "pack qty"],
        ["箱入數", "装箱数", "包裝數", "包装数"],
      ],
      { min: 1 },
    ),
  ),
  weight: optional(
    decimal(
      "Weight of one unit, in the mapping's unit (grams unless chosen)",
      [
        ["weight", "grams", "weight (g)", "weight grams", "variant grams"],
        ["重量", "克重"],
      ],
      { min: 0, unit: "weight" },
    ),
  ),
  volume: optional(
    decimal(
      "Volume of one unit, in the mapping's unit (cm³ unless chosen)",
      [
        ["volume", "volume cm3", "cbm", "volume (cm3)"],
        ["體積", "体积", "材積"],
      ],
      { min: 0, unit: "volume" },
    ),
  ),
  hazmat: optional(
    flag("Dangerous goods", [
      ["hazmat", "dangerous goods", "dg"],
      ["危險品", "危险品"],
    ]),
  ),
  coldChain: optional(
    flag("Must stay cold", [
      ["cold chain", "refrigerated", "chilled"],
      ["冷鏈", "冷链"],
    ]),
  ),
  lifecycle: optional(
    choice(["draft", "active", "phase_out", "discontinued"], "State in its life", [
      ["lifecycle", "life cycle", "status", "state"],
      ["狀態", "状态", "生命週期", "生命周期"],
    ]),
  ),
  isProduct: optional(
    flag("False for postage, fees and manual lines", [["is product", "product", "stocked"], ["是否商品"]]),
  ),
  ...versionFields,
});
