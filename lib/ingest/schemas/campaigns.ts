import { z } from "zod";
import { choice, currencyCode, decimal, key, moment, optional, text, versionFields } from "./field";

export const AD_KINDS = [
  "sponsored_products",
  "sponsored_display",
  "sponsored_brands",
  "google_shopping",
  "meta_advantage_plus",
  "tiktok_shop",
  "lazada_sponsored",
  "other",
] as const;

/** An advertising campaign. */
export const campaigns = z.object({
  campaignId: key("The ad platform's id of the campaign", [
    ["campaign id", "campaign", "id"],
    ["廣告活動編號", "广告活动编号", "活動id"],
  ]),
  channel: optional(
    key("Code of the channel it sends buyers to", [
      ["channel", "marketplace"],
      ["通路", "渠道", "平台"],
    ]),
  ),
  kind: choice(AD_KINDS, "Kind of campaign: says whether it stops by itself on empty stock", [
    ["kind", "campaign type", "type", "ad type"],
    ["類型", "类型", "廣告類型", "广告类型"],
  ]),
  name: optional(
    text("Name", [
      ["name", "campaign name"],
      ["名稱", "名称", "活動名稱", "活动名称"],
    ]),
  ),
  state: optional(
    choice(["enabled", "paused", "ended"], "State on the platform", [
      ["state", "status", "campaign status"],
      ["狀態", "状态"],
    ]),
  ),
  currency: currencyCode("Currency of its money", [["currency"], ["幣別", "币种"]]),
  budgetPerDay: optional(
    decimal(
      "Budget a day",
      [
        ["budget", "daily budget"],
        ["預算", "预算", "日預算", "日预算"],
      ],
      { min: 0, money: true },
    ),
  ),
  stateAsOf: optional(
    moment("When the state was read", [
      ["state as of", "read at"],
      ["讀取時間", "读取时间"],
    ]),
  ),
  ...versionFields,
});
