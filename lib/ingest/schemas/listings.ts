import { z } from "zod";
import { choice, currencyCode, decimal, integer, key, list, moment, optional, versionFields } from "./field";

/** A SKU as a channel offers it. */
export const listings = z.object({
  channel: key("Code of the channel", [
    ["channel", "marketplace", "shop", "sales channel"],
    ["通路", "渠道", "平台", "店鋪", "店铺"],
  ]),
  sku: key("Code of the SKU", [
    ["sku", "seller sku", "sku code", "variant sku"],
    ["商品編號", "商品编号", "貨號", "货号"],
  ]),
  listingId: optional(
    key("The channel's own id of the listing; the SKU's code when there is none", [
      ["listing id", "asin", "item id", "external id", "offer id", "variant id"],
      ["商品id", "刊登編號", "链接id"],
    ]),
  ),
  price: optional(
    decimal(
      "Price on the channel",
      [
        ["price", "listing price", "selling price"],
        ["售價", "售价", "價格", "价格"],
      ],
      { min: 0, money: true },
    ),
  ),
  currency: optional(
    currencyCode("Currency of the price; the channel's when left out", [["currency"], ["幣別", "币种"]]),
  ),
  state: optional(
    choice(["active", "inactive", "blocked", "draft"], "State of the listing", [
      ["state", "status", "listing status"],
      ["狀態", "状态"],
    ]),
  ),
  contentState: optional(
    choice(["complete", "incomplete", "missing"], "State of its content", [
      ["content state", "content"],
      ["內容狀態", "内容状态"],
    ]),
  ),
  contentMissing: optional(
    list("Content that is missing", [
      ["content missing", "missing content"],
      ["缺少內容", "缺失内容"],
    ]),
  ),
  publishedUnits: optional(
    integer(
      "Quantity the channel shows",
      [
        ["published", "published units", "quantity", "available", "published quantity"],
        ["發布量", "发布量", "上架數量", "上架数量"],
      ],
      { min: 0 },
    ),
  ),
  publishedAsOf: optional(
    moment("When that quantity was read", [
      ["published as of", "read at", "as of"],
      ["讀取時間", "读取时间"],
    ]),
  ),
  ...versionFields,
});
