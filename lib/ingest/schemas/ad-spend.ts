import { z } from "zod";
import { choice, currencyCode, decimal, integer, key, moment, optional, versionFields } from "./field";

/** What one ad spent in one hour or on one day. A later reading of the same span replaces it. */
export const adSpend = z.object({
  campaign: key("The ad platform's id of the campaign", [
    ["campaign", "campaign id"],
    ["廣告活動編號", "广告活动编号", "活動id"],
  ]),
  adId: key("The ad platform's id of the ad", [
    ["ad id", "ad"],
    ["廣告編號", "广告编号", "廣告id"],
  ]),
  startsAt: moment("Start of the hour or day", [
    ["starts at", "date", "hour", "day", "start time"],
    ["日期", "時間", "时间"],
  ]),
  grain: optional(
    choice(["hour", "day"], "Length of the span; a day when left out", [["grain", "granularity"], ["粒度"]]),
  ),
  currency: optional(
    currencyCode("Currency; the campaign's when left out", [["currency"], ["幣別", "币种"]]),
  ),
  spend: decimal(
    "Money spent",
    [
      ["spend", "cost", "amount spent"],
      ["花費", "花费", "費用", "费用"],
    ],
    { min: 0, money: true },
  ),
  impressions: optional(integer("Times shown", [["impressions"], ["曝光", "展示"]], { min: 0 })),
  clicks: optional(integer("Clicks", [["clicks"], ["點擊", "点击"]], { min: 0 })),
  attributedUnits: optional(
    integer(
      "Units the platform counts for it",
      [
        ["attributed units", "units sold", "orders", "conversions"],
        ["歸因銷量", "归因销量", "轉換", "转化"],
      ],
      { min: 0 },
    ),
  ),
  attributedSales: optional(
    decimal(
      "Sales the platform counts for it",
      [
        ["attributed sales", "sales", "revenue"],
        ["歸因銷售額", "归因销售额", "銷售額", "销售额"],
      ],
      { min: 0, money: true },
    ),
  ),
  ...versionFields,
});
