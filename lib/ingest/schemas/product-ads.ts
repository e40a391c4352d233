import { z } from "zod";
import { choice, key, moment, optional, versionFields } from "./field";

/** One SKU in one campaign. */
export const productAds = z.object({
  campaign: key("The ad platform's id of the campaign", [
    ["campaign", "campaign id"],
    ["廣告活動編號", "广告活动编号", "活動id"],
  ]),
  adId: key("The ad platform's id of the ad", [
    ["ad id", "ad", "ad group id", "id"],
    ["廣告編號", "广告编号", "廣告id"],
  ]),
  sku: key("Code of the SKU it sells", [
    ["sku", "advertised sku", "item code"],
    ["商品編號", "商品编号", "貨號", "货号"],
  ]),
  state: optional(
    choice(["enabled", "paused", "ended"], "State on the platform", [
      ["state", "status"],
      ["狀態", "状态"],
    ]),
  ),
  stateAsOf: optional(
    moment("When the state was read", [
      ["state as of", "read at"],
      ["讀取時間", "读取时间"],
    ]),
  ),
  ...versionFields,
});
