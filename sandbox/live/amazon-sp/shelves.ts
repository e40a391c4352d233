import { type AmazonState, type Offer, type Shelf, vendorNow } from "./state";

/** What Amazon stores of a SKU; an empty shelf is made where there is none. */
export function shelfOf(state: AmazonState, sku: string): Shelf {
  const known = state.shelves.get(sku);
  if (known) return known;
  const shelf: Shelf = {
    fulfillable: 0,
    reserved: 0,
    unfulfillable: 0,
    researching: 0,
    working: 0,
    shipped: 0,
    receiving: 0,
    changedAt: vendorNow(state),
  };
  state.shelves.set(sku, shelf);
  return shelf;
}

/** The offer of a SKU; one is made where there is none. */
export function offerOf(state: AmazonState, sku: string, byAmazon: boolean, title = sku): Offer {
  const known = state.offers.get(sku);
  if (known) return known;
  const offer: Offer = {
    sku,
    asin: `B0${String(++state.made).padStart(8, "0")}`,
    title,
    productType: "HOME",
    priceMinor: null,
    byAmazon,
    quantity: byAmazon ? null : 0,
    buyable: true,
    missing: [],
    changedAt: vendorNow(state),
  };
  state.offers.set(sku, offer);
  return offer;
}
