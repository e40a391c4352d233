import { type Page, type ReadRequest, type Session, VendorError } from "@/lib/connectors/live-contract";
import { readOrders } from "./orders";
import { readLocations, readStock } from "./places";
import { readListings, readProducts } from "./products";

/** One page of a stream. */
export function readPage(session: Session, request: ReadRequest): Promise<Page> {
  switch (request.stream) {
    case "orders":
      return readOrders(session, request);
    case "products":
      return readProducts(session, request);
    case "listings":
      return readListings(session, request);
    case "locations":
      return readLocations(session, request);
    case "stock":
      return readStock(session, request);
    default:
      throw new VendorError("refused", "no_such_stream", `Shopify has no stream ${request.stream}.`);
  }
}
