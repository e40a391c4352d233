import { z } from "zod";
import {
  choice,
  currencyCode,
  decimal,
  integer,
  key,
  moment,
  nullable,
  optional,
  text,
  versionFields,
} from "./field";

/** What an order says once. In a file these stand on each of its lines; the first line that has a value gives it. */
const orderFields = {
  orderNumber: key("The source's number of the order", [
    [
      "order",
      "order number",
      "order id",
      "order no",
      "invoice",
      "invoiceno",
      "invoice no",
      "invoice number",
      "amazon order id",
      "name",
    ],
    ["訂單編號", "订单编号", "訂單號", "订单号", "發票號碼", "发票号"],
  ]),
  placedAt: moment("When it was placed", [
    [
      "placed at",
      "order date",
      "date",
      "invoicedate",
      "invoice date",
      "purchase date",
      "created at",
      "ordered at",
    ],
    ["下單時間", "下单时间", "訂單日期", "订单日期", "日期", "成立時間"],
  ]),
  channel: optional(
    key("Code of the channel; the import's default when left out", [
      ["channel", "marketplace", "sales channel", "shop", "source"],
      ["通路", "渠道", "平台", "店鋪", "店铺"],
    ]),
  ),
  location: optional(
    key("Code of the location that ships it; else the channel's first, else the import's default", [
      ["location", "warehouse", "ship from", "fulfilled from"],
      ["倉庫", "仓库", "出貨倉", "发货仓"],
    ]),
  ),
  currency: optional(
    currencyCode("Currency of the order; the mapping's, else the channel's when left out", [
      ["currency", "currency code"],
      ["幣別", "币种", "貨幣", "货币"],
    ]),
  ),
  customer: optional(
    key("The source's id of the customer", [
      ["customer", "customer id", "customerid", "buyer id", "customer ref", "buyer"],
      ["客戶", "客户", "客戶編號", "客户编号", "買家", "买家"],
    ]),
  ),
  country: optional(
    text(
      "Country it goes to",
      [
        ["country", "ship country", "shipping country", "destination country"],
        ["國家", "国家", "收件國家", "收货国家"],
      ],
      { max: 100 },
    ),
  ),
  state: optional(
    choice(["open", "shipped", "completed", "cancelled"], "State of the order; completed when left out", [
      ["state", "status", "order status"],
      ["狀態", "状态", "訂單狀態", "订单状态"],
    ]),
  ),
  kind: optional(
    choice(["sale", "credit", "adjustment"], "A sale, a credit note, or stock corrected on paper", [
      ["kind", "document type", "order type"],
      ["單據類型", "单据类型"],
    ]),
  ),
  discount: optional(
    decimal(
      "Discount on the whole order",
      [
        ["discount", "discount amount", "order discount"],
        ["折扣", "優惠", "优惠"],
      ],
      { money: true },
    ),
  ),
  tax: optional(
    decimal(
      "Tax on the whole order",
      [
        ["tax", "taxes", "vat", "order tax"],
        ["稅額", "税额"],
      ],
      { money: true },
    ),
  ),
  shipping: optional(
    decimal(
      "Shipping charged to the customer",
      [
        ["shipping", "shipping price", "postage"],
        ["運費", "运费"],
      ],
      { money: true },
    ),
  ),
  total: optional(
    decimal(
      "Total as the source says",
      [
        ["total", "order total", "grand total"],
        ["總額", "总额", "合計", "合计", "訂單金額", "订单金额"],
      ],
      { money: true },
    ),
  ),
  ...versionFields,
};

const lineFields = {
  lineNo: optional(
    integer(
      "The source's number of the line; its place in the order when left out",
      [
        ["line", "line number", "line no", "lineitem"],
        ["行號", "行号", "項次", "项次"],
      ],
      { min: 1, max: 1_000_000 },
    ),
  ),
  sku: key("Code of the SKU", [
    ["sku", "stock code", "stockcode", "item code", "product code", "lineitem sku", "seller sku"],
    ["商品編號", "商品编号", "貨號", "货号", "料號", "料号"],
  ]),
  title: optional(
    text("Name of the product as the order writes it", [
      ["title", "description", "product name", "item name", "lineitem name"],
      ["品名", "商品名稱", "商品名称"],
    ]),
  ),
  quantity: integer("Units ordered", [
    ["quantity", "qty", "units", "lineitem quantity", "quantity purchased"],
    ["數量", "数量", "件數", "件数"],
  ]),
  unitPrice: nullable(
    decimal(
      "Price of one unit; null while the source does not know it yet",
      [
        ["unit price", "unitprice", "price", "lineitem price", "item price"],
        ["單價", "单价", "價格", "价格"],
      ],
      { money: true },
    ),
  ),
  cancelledQuantity: optional(
    integer(
      "Of the units ordered, those cancelled",
      [
        ["cancelled", "cancelled quantity", "canceled quantity"],
        ["取消數量", "取消数量"],
      ],
      { min: 0 },
    ),
  ),
  shippedQuantity: optional(
    integer(
      "Of the units ordered, those shipped",
      [
        ["shipped", "shipped quantity", "fulfilled quantity"],
        ["出貨數量", "发货数量", "已出貨"],
      ],
      { min: 0 },
    ),
  ),
};

/** One row of a file of orders: a line together with what its order says. */
export const orderRow = z.object({ ...orderFields, ...lineFields });

/** An order as the API takes it: once, with all its lines. */
export const orders = z.object({
  ...orderFields,
  lines: z.array(z.object(lineFields)).min(1).max(5_000).meta({ description: "All lines of the order" }),
});
