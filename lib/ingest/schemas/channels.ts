import { z } from "zod";
import {
  countryCode,
  currencyCode,
  decimal,
  flag,
  integer,
  key,
  list,
  optional,
  text,
  timeZone,
  versionFields,
} from "./field";

/** A shop or marketplace account. */
export const channels = z.object({
  code: key("Code of the channel", [
    ["channel", "channel code", "marketplace", "shop", "sales channel", "code"],
    ["通路", "渠道", "平台", "店鋪", "店铺"],
  ]),
  name: optional(
    text("Name", [
      ["name", "channel name", "shop name"],
      ["名稱", "名称", "店名"],
    ]),
  ),
  kind: optional(
    text(
      "marketplace, own_shop, social or wholesale",
      [
        ["kind", "type", "channel type"],
        ["類型", "类型"],
      ],
      { max: 50 },
    ),
  ),
  currency: currencyCode("Currency it sells in", [
    ["currency", "currency code"],
    ["幣別", "币种", "貨幣", "货币"],
  ]),
  country: optional(
    countryCode("Country, ISO 3166 two letters", [
      ["country", "country code"],
      ["國家", "国家"],
    ]),
  ),
  timeZone: optional(
    timeZone("Time zone of its day", [
      ["time zone", "timezone"],
      ["時區", "时区"],
    ]),
  ),
  lagLimitMinutes: optional(
    integer(
      "Longest acceptable age of its data, in minutes",
      [
        ["lag limit", "lag limit minutes"],
        ["延遲上限", "延迟上限"],
      ],
      { min: 1, max: 10_000_000 },
    ),
  ),
  publishShare: optional(
    decimal(
      "Share of what is available that it may offer, 0 to 1",
      [
        ["publish share", "share"],
        ["發布比例", "发布比例"],
      ],
      { min: 0, max: 1 },
    ),
  ),
  promotionReserveUnits: optional(
    integer("Units a SKU kept back for promotions", [["promotion reserve"], ["促銷保留", "促销预留"]], {
      min: 0,
    }),
  ),
  bufferUnits: optional(
    integer(
      "Units a SKU never offered",
      [
        ["buffer", "buffer units", "safety buffer"],
        ["緩衝量", "缓冲量"],
      ],
      { min: 0 },
    ),
  ),
  maxUnits: optional(
    integer(
      "Most units a SKU offered",
      [
        ["max units", "max quantity"],
        ["最大發布量", "最大发布量"],
      ],
      { min: 0 },
    ),
  ),
  feeRate: optional(
    decimal(
      "Share of the price the channel keeps, 0 to 1",
      [
        ["fee rate", "commission", "commission rate"],
        ["抽成", "佣金率", "費率", "费率"],
      ],
      { min: 0, max: 1 },
    ),
  ),
  backorder: optional(
    flag("Sells what is not there yet", [
      ["backorder", "preorder"],
      ["預購", "预售"],
    ]),
  ),
  active: optional(
    flag("Whether it is in use", [
      ["active", "enabled"],
      ["啟用", "启用"],
    ]),
  ),
  locations: optional(
    list("Codes of the locations that serve it, nearest first", [
      ["locations", "served by", "warehouses", "fulfilment locations"],
      ["出貨倉", "发货仓", "供貨倉", "供货仓"],
    ]),
  ),
  ...versionFields,
});
