import { z } from "zod";
import { choice, currencyCode, decimal, integer, key, moment, optional, text, versionFields } from "./field";

/** Goods that come, or should come, back. */
export const returns = z.object({
  returnId: key("The source's id of the return line", [
    ["return id", "rma", "return number", "return"],
    ["退貨單號", "退货单号"],
  ]),
  order: optional(
    key("Number of the order the goods were sold with", [
      ["order", "order number", "order id", "invoice"],
      ["訂單編號", "订单编号", "訂單號", "订单号"],
    ]),
  ),
  lineNo: optional(
    integer(
      "Line of that order",
      [
        ["line", "line number"],
        ["行號", "行号", "項次"],
      ],
      { min: 1 },
    ),
  ),
  sku: key("Code of the SKU", [
    ["sku", "stock code", "item code"],
    ["商品編號", "商品编号", "貨號", "货号"],
  ]),
  location: optional(
    key("Code of the location that takes them back; else the order's", [
      ["location", "warehouse", "return location"],
      ["倉庫", "仓库", "退貨倉", "退货仓"],
    ]),
  ),
  quantity: integer(
    "Units",
    [
      ["quantity", "qty", "units"],
      ["數量", "数量"],
    ],
    { min: 1 },
  ),
  refund: optional(
    decimal(
      "Amount refunded",
      [
        ["refund", "refund amount"],
        ["退款", "退款金額", "退款金额"],
      ],
      { min: 0, money: true },
    ),
  ),
  currency: optional(currencyCode("Currency of the refund", [["currency"], ["幣別", "币种"]])),
  reason: optional(
    text("Why they come back", [
      ["reason", "return reason"],
      ["原因", "退貨原因", "退货原因"],
    ]),
  ),
  state: optional(
    choice(["expected", "inspection", "restocked", "written_off"], "Where they are", [
      ["state", "status", "return status"],
      ["狀態", "状态"],
    ]),
  ),
  announcedAt: moment("When the return was announced", [
    ["announced at", "return date", "date", "created at", "requested at"],
    ["申請時間", "申请时间", "退貨日期", "退货日期"],
  ]),
  receivedAt: optional(
    moment("When the goods arrived", [
      ["received at", "received"],
      ["收貨時間", "收货时间"],
    ]),
  ),
  settledAt: optional(
    moment("When they were put back or written off", [
      ["settled at", "inspected at", "closed at"],
      ["結案時間", "结案时间"],
    ]),
  ),
  ...versionFields,
});
