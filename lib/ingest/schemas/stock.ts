import { z } from "zod";
import { choice, integer, key, moment, optional, text } from "./field";

export const STOCK_REASONS = [
  "reading",
  "count",
  "adjustment",
  "opening",
  "receipt",
  "sale",
  "return",
  "write_off",
  "damage",
] as const;

/** Either an absolute level (`onHand`) or a change (`delta`) of one SKU at one location. */
export const stock = z.object({
  sku: key("Code of the SKU", [
    ["sku", "sku code", "stock code", "item code", "seller sku"],
    ["商品編號", "商品编号", "貨號", "货号", "料號", "料号"],
  ]),
  location: key("Code of the location", [
    ["location", "warehouse", "site", "store", "fulfillment center"],
    ["倉庫", "仓库", "倉別", "仓别", "地點", "地点"],
  ]),
  onHand: optional(
    integer("Units there, including those that cannot be sold", [
      ["on hand", "quantity", "qty", "stock", "level", "quantity on hand", "inventory"],
      ["庫存", "库存", "數量", "数量", "現有量", "现有量", "在庫數"],
    ]),
  ),
  delta: optional(
    integer("Change in units: more is positive, less is negative", [
      ["delta", "change", "adjustment", "difference"],
      ["異動", "变动", "增減", "增减", "調整量", "调整量"],
    ]),
  ),
  unavailable: optional(
    integer(
      "Of the units there, those that cannot be sold",
      [
        ["unavailable", "damaged", "held", "quarantine", "unsellable"],
        ["不可售", "不良品", "凍結", "冻结"],
      ],
      { min: 0 },
    ),
  ),
  reason: optional(
    choice(STOCK_REASONS, "Why it changed", [
      ["reason", "movement type", "type"],
      ["原因", "異動原因", "变动原因"],
    ]),
  ),
  asOf: optional(
    moment("When it was so, or when it happened", [
      ["as of", "date", "timestamp", "counted at", "snapshot date", "occurred at"],
      ["時間", "时间", "日期", "盤點時間", "盘点时间"],
    ]),
  ),
  eventId: optional(
    key("The source's id of this change: the same id is applied once", [
      ["event id", "id", "movement id", "transaction id"],
      ["異動單號", "变动单号", "流水號", "流水号"],
    ]),
  ),
  document: optional(
    text(
      "Paper that explains it",
      [
        ["document", "reference", "ref"],
        ["單號", "单号", "憑證", "凭证"],
      ],
      { max: 200 },
    ),
  ),
  note: optional(
    text("Note", [
      ["note", "comment", "remark"],
      ["備註", "备注"],
    ]),
  ),
});
