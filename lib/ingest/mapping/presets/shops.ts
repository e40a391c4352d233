import type { MappingInput } from "../mapping";

/** Seller Center, orders by SKU. Its second line explains the columns and is listed as rejected. */
export const tiktokShopOrders: MappingInput = {
  kind: "orders",
  columns: {
    orderNumber: "Order ID",
    placedAt: "Created Time",
    state: {
      column: "Order Status",
      transform: [
        {
          map: {
            Unpaid: "open",
            "On hold": "open",
            "To ship": "open",
            "Awaiting shipment": "open",
            "Awaiting collection": "open",
            Shipped: "shipped",
            "In transit": "shipped",
            Delivered: "completed",
            Completed: "completed",
            Canceled: "cancelled",
            Cancelled: "cancelled",
          },
        },
      ],
    },
    sku: "Seller SKU",
    title: "Product Name",
    quantity: "Quantity",
    unitPrice: "SKU Unit Original Price",
    tax: "Taxes",
    total: "Order Amount",
    country: "Country",
  },
  dateFormats: ["dd/MM/yyyy HH:mm:ss"],
};

/** Seller Center, orders: every unit has a row of its own. */
export const lazadaOrders: MappingInput = {
  kind: "orders",
  columns: {
    orderNumber: "orderNumber",
    placedAt: "createTime",
    state: {
      column: "status",
      transform: [
        "lower",
        {
          map: {
            unpaid: "open",
            pending: "open",
            packed: "open",
            ready_to_ship: "open",
            shipped: "shipped",
            delivered: "completed",
            confirmed: "completed",
            returned: "completed",
            canceled: "cancelled",
            failed: "cancelled",
          },
        },
      ],
    },
    sku: "sellerSku",
    title: "itemName",
    quantity: { constant: "1" },
    unitPrice: "unitPrice",
  },
  dateFormats: ["dd MMM yyyy HH:mm", "yyyy-MM-dd HH:mm"],
};

/** Seller Centre, orders by variation. */
export const shopeeOrders: MappingInput = {
  kind: "orders",
  columns: {
    orderNumber: "Order ID",
    placedAt: "Order Creation Date",
    state: {
      column: "Order Status",
      transform: [
        {
          map: {
            Unpaid: "open",
            "To ship": "open",
            "To Ship": "open",
            Shipping: "shipped",
            "To receive": "shipped",
            Completed: "completed",
            Cancelled: "cancelled",
          },
        },
      ],
    },
    sku: "SKU Reference No.",
    title: "Product Name",
    quantity: "Quantity",
    unitPrice: "Deal Price",
  },
  dateFormats: ["yyyy-MM-dd HH:mm"],
};

/** Seller Center, item report: what is listed at which price. */
export const walmartItems: MappingInput = {
  kind: "listings",
  columns: {
    channel: { constant: "walmart" },
    sku: "SKU",
    listingId: "SKU",
    price: "Price",
    currency: "Currency",
  },
};
