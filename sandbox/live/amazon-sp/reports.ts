import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { z } from "zod";
import { minorToDecimal } from "@/lib/core/money";
import { type Answer, type Asked, missing, ok, problem } from "./answer";
import { changedAt, isPending, siteOf } from "./order-facts";
import { type AmazonState, type Report, type ShopOrder, stamp, vendorNow } from "./state";

const ORDERS = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL";
const LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA";
const windowMs = 30 * 86_400_000;
/** How long a document's address answers. */
const addressMs = 300_000;

const badInput = (details: string): Answer => problem(400, "400", "Invalid input", details);

const reportBody = z.object({
  reportType: z.enum([ORDERS, LISTINGS]),
  marketplaceIds: z.array(z.string()).min(1),
  dataStartTime: z.iso.datetime({ offset: true }).optional(),
  dataEndTime: z.iso.datetime({ offset: true }).optional(),
});

/** Reports: createReport. */
export function createReport(state: AmazonState, { body }: Asked): Answer {
  const wanted = reportBody.safeParse(body);
  if (!wanted.success) return badInput("The report type or its period is not valid.");
  const { reportType, marketplaceIds, dataStartTime, dataEndTime } = wanted.data;
  if (!marketplaceIds.includes(state.options.marketplaceId)) return badInput("Invalid marketplace.");
  const until = dataEndTime ? Date.parse(dataEndTime) : vendorNow(state);
  const from = dataStartTime ? Date.parse(dataStartTime) : until;
  if (from > until || until - from > windowMs) return badInput("The period is longer than 30 days.");
  const id = `5${String(++state.made).padStart(10, "0")}`;
  const report: Report = { id, type: reportType, from, until, looks: 0, cancelled: false, fatal: false };
  report.cancelled = rowsOf(state, report).length === 0;
  report.fatal = state.fatalReports > 0;
  if (report.fatal) state.fatalReports--;
  state.reports.set(id, report);
  return ok({ reportId: id }, 202);
}

/** Reports: getReports, without filters. */
export const getReports = (state: AmazonState): Answer =>
  ok({ reports: [...state.reports.values()].slice(-10).map((report) => shapeOf(state, report)) });

/** Reports: getReport. It is finished after some looks; one without content cancels itself. */
export function getReport(state: AmazonState, asked: Asked): Answer {
  const report = state.reports.get(asked.segments[3] ?? "");
  if (!report) return missing("The report does not exist.");
  report.looks++;
  return ok(shapeOf(state, report));
}

function shapeOf(state: AmazonState, report: Report): Record<string, unknown> {
  const done = report.looks > state.options.looks;
  const ended = report.fatal ? "FATAL" : report.cancelled ? "CANCELLED" : "DONE";
  const status = done ? ended : report.looks > 1 ? "IN_PROGRESS" : "IN_QUEUE";
  return {
    reportId: report.id,
    reportType: report.type,
    createdTime: stamp(vendorNow(state)),
    dataStartTime: stamp(report.from),
    dataEndTime: stamp(report.until),
    processingStatus: status,
    ...(status === "DONE" ? { reportDocumentId: `amzn1.spdoc.1.4.${report.id}` } : {}),
  };
}

/** Reports: getReportDocument. Its address is good for five minutes and needs no token. */
export function getReportDocument(state: AmazonState, asked: Asked, origin: string): Answer {
  const id = asked.segments[3] ?? "";
  const report = state.reports.get(id.split(".").at(-1) ?? "");
  if (!report) return missing("The document does not exist.");
  const key = `${report.id}-${++state.made}`;
  state.documents.set(key, { reportId: report.id, madeAt: vendorNow(state) });
  return ok({ reportDocumentId: id, url: `${origin}/documents/${key}`, compressionAlgorithm: "GZIP" });
}

/** The document itself: packed, between tabs, in the encoding of its part of the world. Null: no such, or too late. */
export function documentOf(state: AmazonState, key: string): { content: Buffer; type: string } | null {
  const known = state.documents.get(key);
  const report = known && state.reports.get(known.reportId);
  if (!report || vendorNow(state) - known.madeAt > addressMs) return null;
  const [head, charset] = [
    report.type === ORDERS ? orderHead : listingHead,
    state.options.region === "fe" ? "Shift_JIS" : "windows-1252",
  ];
  const text = [head, ...rowsOf(state, report)].map((row) => row.join("\t")).join("\r\n");
  return { content: gzipSync(iconv.encode(`${text}\r\n`, charset)), type: `text/plain;charset=${charset}` };
}

const orderHead =
  "amazon-order-id merchant-order-id purchase-date last-updated-date order-status fulfillment-channel sales-channel order-channel ship-service-level product-name sku asin item-status quantity currency item-price item-tax shipping-price shipping-tax gift-wrap-price gift-wrap-tax item-promotion-discount ship-promotion-discount ship-city ship-state ship-postal-code ship-country promotion-ids".split(
    " ",
  );
const listingHead =
  "item-name item-description listing-id seller-sku price quantity open-date image-url item-is-marketplace product-id-type asin1 status fulfillment-channel".split(
    " ",
  );

const rowsOf = (state: AmazonState, report: Report): string[][] =>
  report.type === LISTINGS ? listingRows(state) : orderRows(state, report);

function orderRows(state: AmazonState, { from, until }: Report): string[][] {
  return [...state.orders.values()]
    .filter(({ placedAt }) => placedAt.getTime() >= from && placedAt.getTime() <= until)
    .flatMap((order) => order.lines.map((line, index) => orderRow(state, order, line, index === 0)));
}

const statuses = { open: "Unshipped", shipped: "Shipped", cancelled: "Cancelled" } as const;

function orderRow(
  state: AmazonState,
  order: ShopOrder,
  line: ShopOrder["lines"][number],
  first: boolean,
): string[] {
  const money = (minor: number) => minorToDecimal(minor, order.currency);
  const gone = line.cancelled >= line.quantity;
  const pending = isPending(state, order);
  const once = (minor: number) => (first && !pending ? money(minor) : "");
  const cells: Record<string, string> = {
    "amazon-order-id": order.number,
    "purchase-date": new Date(order.placedAt).toISOString(),
    "last-updated-date": new Date(changedAt(state, order)).toISOString(),
    "order-status": pending ? "Pending" : statuses[order.state],
    "fulfillment-channel": order.byAmazon ? "Amazon" : "Merchant",
    "sales-channel": siteOf(state),
    "product-name": line.title,
    sku: line.sku,
    asin: state.offers.get(line.sku)?.asin ?? "",
    "item-status": gone ? "Cancelled" : line.shipped > 0 ? "Shipped" : "Unshipped",
    quantity: String(gone ? 0 : line.quantity),
    currency: order.currency,
    "item-price": gone || pending ? "" : money(line.quantity * line.unitPriceMinor),
    "item-tax": once(order.taxMinor),
    "shipping-price": once(order.shippingMinor),
    "item-promotion-discount": once(order.discountMinor),
    "ship-country": order.country,
  };
  return orderHead.map((name) => cells[name] ?? "");
}

function listingRows(state: AmazonState): string[][] {
  return [...state.offers.values()].map((offer) => {
    const cells: Record<string, string> = {
      "item-name": offer.title,
      "listing-id": `L${offer.asin}`,
      "seller-sku": offer.sku,
      price: offer.priceMinor === null ? "" : minorToDecimal(offer.priceMinor, state.options.currency),
      quantity: offer.quantity === null ? "" : String(offer.quantity),
      asin1: offer.asin,
      status: offer.buyable ? "Active" : "Inactive",
      "fulfillment-channel": offer.byAmazon ? "AMAZON_NA" : "DEFAULT",
    };
    return listingHead.map((name) => cells[name] ?? "");
  });
}
