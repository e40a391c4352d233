import { expect, test } from "vitest";
import { accountOf } from "../account";
import { orderItemsAnswer, orderV0 } from "../wire-types/orders-v0";
import { stateOf } from "./order-record";
import { mapOrderV0 } from "./order-v0";

const mapped = (order: Record<string, unknown>, items: Record<string, unknown>[], country = "DE") => {
  const raw = {
    AmazonOrderId: "028-1",
    PurchaseDate: "2026-03-01T10:00:00Z",
    LastUpdateDate: "2026-03-02T10:00:00Z",
    OrderStatus: "Unshipped",
    ...order,
  };
  const answer = orderItemsAnswer.parse({ payload: { AmazonOrderId: "028-1", OrderItems: items } });
  return mapOrderV0(orderV0.parse(raw), answer.payload.OrderItems, accountOf({ marketplace: country }), {
    order: raw,
    items,
  });
};
const eur = (Amount: string) => ({ CurrencyCode: "EUR", Amount });
const item = (id: string, more: Record<string, unknown>) => ({
  OrderItemId: id,
  ASIN: "B01",
  SellerSKU: "A",
  QuantityOrdered: 1,
  QuantityShipped: 0,
  ...more,
});

test("a German order: VAT is within the price, the voucher is off, postage with its discount", () => {
  const record = mapped(
    {
      OrderTotal: eur("34.69"),
      FulfillmentChannel: "MFN",
      IsReplacementOrder: "false",
      IsBusinessOrder: "true",
    },
    [
      item("2", {
        SellerSKU: "B",
        QuantityOrdered: "3",
        QuantityShipped: "1",
        ItemPrice: eur("29.70"),
        ItemTax: eur("4.74"),
        ShippingPrice: eur("4.99"),
        ShippingTax: eur("0.80"),
        ShippingDiscount: eur("4.99"),
        IsGift: "true",
      }),
      item("1", {
        ItemPrice: eur("9.99"),
        ItemTax: eur("1.60"),
        PromotionDiscount: eur("5.00"),
        Title: "Tasse",
      }),
    ],
  );
  expect(record?.fields).toEqual({
    orderNumber: "028-1",
    placedAt: "2026-03-01T10:00:00Z",
    updatedAt: "2026-03-02T10:00:00Z",
    channel: "amazon-de",
    location: null,
    currency: "EUR",
    country: null,
    state: "open",
    discount: "9.99",
    tax: null,
    shipping: "4.99",
    total: "34.69",
    lines: [
      {
        lineNo: 1,
        sku: "A",
        title: "Tasse",
        quantity: 1,
        cancelledQuantity: 0,
        shippedQuantity: 0,
        unitPrice: "9.99",
      },
      {
        lineNo: 2,
        sku: "B",
        title: null,
        quantity: 3,
        cancelledQuantity: 0,
        shippedQuantity: 1,
        unitPrice: "9.9",
      },
    ],
  });
});

test("an American order: tax is on top; a price that does not divide keeps six digits", () => {
  const usd = (Amount: string) => ({ CurrencyCode: "USD", Amount });
  const { fields } =
    mapped(
      { OrderTotal: usd("10.83"), FulfillmentChannel: "AFN" },
      [item("1", { QuantityOrdered: 3, ItemPrice: usd("10.00"), ItemTax: usd("0.83") })],
      "US",
    ) ?? {};
  expect(fields).toMatchObject({ tax: "0.83", location: "FBA-US", lines: [{ unitPrice: "3.333333" }] });
});

test("one item of an order cancelled: the others stand", () => {
  const record = mapped({ OrderTotal: eur("9.99"), OrderStatus: "PartiallyShipped" }, [
    item("1", { QuantityShipped: 1, ItemPrice: eur("9.99") }),
    item("2", { SellerSKU: "B", QuantityOrdered: 0 }),
  ]);
  expect(record?.fields).toMatchObject({
    state: "open",
    lines: [
      { sku: "A", quantity: 1, shippedQuantity: 1, cancelledQuantity: 0 },
      { sku: "B", quantity: 1, shippedQuantity: 0, cancelledQuantity: 1, unitPrice: null },
    ],
  });
});

test("lines are numbered alike in whatever order the items come", () => {
  const items = [item("3", { SellerSKU: "A" }), item("1", { SellerSKU: "B" }), item("2", { SellerSKU: "A" })];
  const forward = mapped({}, items)?.fields.lines;
  expect(mapped({}, [...items].reverse())?.fields.lines).toEqual(forward);
});

test("a pending order tells nothing of money, and nothing becomes zero", () => {
  const record = mapped({ OrderStatus: "Pending" }, [item("1", { QuantityOrdered: 2 })], "JP");
  expect(record?.fields).toMatchObject({
    state: "open",
    currency: "JPY",
    total: null,
    tax: null,
    discount: null,
    shipping: null,
    lines: [{ quantity: 2, unitPrice: null }],
  });
  expect(mapped({ OrderStatus: "Pending" }, [])).toBeNull();
});

test("who bought is not kept, even where Amazon sends it unasked", () => {
  const record = mapped(
    {
      BuyerInfo: { BuyerEmail: "x@marketplace.amazon.de", BuyerName: "Erika" },
      ShippingAddress: { Name: "Erika", AddressLine1: "Weg 1", City: "Ulm", CountryCode: "DE" },
    },
    [item("1", { BuyerInfo: { BuyerCustomizedInfo: {} } })],
  );
  expect(record?.fields.country).toBe("DE");
  expect(JSON.stringify(record)).not.toMatch(/Erika|Weg 1|Ulm|marketplace\.amazon/);
});

test("every status of either version has its state", () => {
  const states = Object.fromEntries(
    [
      "PendingAvailability",
      "Pending",
      "Unshipped",
      "PartiallyShipped",
      "Shipped",
      "InvoiceUnconfirmed",
      "Canceled",
      "Unfulfillable",
    ]
      .concat(["PENDING_AVAILABILITY", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED", "UNFULFILLABLE"])
      .map((status) => [status, stateOf(status)]),
  );
  expect(states).toEqual({
    PendingAvailability: "open",
    Pending: "open",
    Unshipped: "open",
    PartiallyShipped: "open",
    Shipped: "shipped",
    InvoiceUnconfirmed: "shipped",
    Canceled: "cancelled",
    Unfulfillable: "cancelled",
    PENDING_AVAILABILITY: "open",
    PARTIALLY_SHIPPED: "open",
    SHIPPED: "shipped",
    CANCELLED: "cancelled",
    UNFULFILLABLE: "cancelled",
  });
});
