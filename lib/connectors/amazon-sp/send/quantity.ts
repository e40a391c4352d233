import {
  type QuantityReading,
  type QuantitySetData,
  quantitySetData,
  type ReadResult,
  type SendResult,
} from "@/lib/core/outbound";
import type { Session } from "../../live-contract";
import { type Account, accountOf } from "../account";
import { callApi } from "../client";
import { MERCHANT_CHANNEL, offeredUnits, shippedByAmazon } from "../mapper/listing";
import { sellerIdOf } from "../read/listings";
import { unlessMissing } from "../read/missing";
import { type Issue, type ListingItem, listingItem, listingSubmission } from "../wire-types/listings";
import { accepted, failed, refused } from "./result";

/**
 * Sets the quantity that a listing offers. It is read first: Amazon has no compare-and-set, so a listing that shows
 * something else than expected is not written. ACCEPTED means that Amazon took the submission, no more; only a later
 * reading proves it. The patch merges, so that handling time and restock date stay. Throws VendorError.
 */
export async function setQuantity(session: Session, data: unknown): Promise<SendResult> {
  const wanted = quantitySetData.safeParse(data);
  if (!wanted.success) return failed("invalid");
  const account = accountOf(session.settings);
  const item = await findListing(session, account, wanted.data.sku);
  if (!item) return failed("unknown_listing");
  if (shippedByAmazon(item)) return failed("shipped_by_amazon");
  const shown = readingOf(session, item, wanted.data);
  const { expectedUnits, units } = wanted.data;
  if (shown.units === units)
    return accepted(200, { sku: item.sku, unchanged: true }, { subject: "quantity", ...shown });
  if (expectedUnits !== null && expectedUnits !== undefined && shown.units !== expectedUnits)
    return refused("state_changed", { subject: "quantity", ...shown });
  const productType = productTypeOf(item, account);
  if (!productType) return failed("product_type_unknown");
  const { value } = await callApi(
    session,
    "patchListingsItem",
    {
      method: "PATCH",
      path: pathOf(account, item.sku),
      query: { marketplaceIds: [account.marketplace.id], includedData: ["issues"] },
      body: {
        productType,
        patches: [
          {
            op: "merge",
            path: "/attributes/fulfillment_availability",
            value: [{ fulfillment_channel_code: MERCHANT_CHANNEL, quantity: units }],
          },
        ],
      },
    },
    listingSubmission,
  );
  if (value.status !== "ACCEPTED") return failed("invalid_listing", said(value.issues ?? []));
  const { submissionId, status } = value;
  return accepted(200, { submissionId, status, sku: item.sku, issues: said(value.issues ?? []) || null });
}

/** What the listing shows now. Throws VendorError. */
export async function readQuantity(
  session: Session,
  sku: string,
  externalId: string | null,
): Promise<ReadResult> {
  const item = await findListing(session, accountOf(session.settings), sku);
  if (!item) return { outcome: "absent" };
  return {
    outcome: "seen",
    reading: { subject: "quantity", ...readingOf(session, item, { sku, externalId }) },
  };
}

async function findListing(session: Session, account: Account, sku: string): Promise<ListingItem | null> {
  const query = {
    marketplaceIds: [account.marketplace.id],
    includedData: ["summaries", "fulfillmentAvailability", "productTypes"],
  };
  const found = await unlessMissing(() =>
    callApi(session, "getListingsItem", { method: "GET", path: pathOf(account, sku), query }, listingItem),
  );
  return found?.value ?? null;
}

const pathOf = (account: Account, sku: string): string =>
  `/listings/2021-08-01/items/${encodeURIComponent(sellerIdOf(account))}/${encodeURIComponent(sku)}`;

const readingOf = (
  session: Session,
  item: ListingItem,
  asked: Pick<QuantitySetData, "sku" | "externalId">,
): QuantityReading => ({
  sku: asked.sku,
  externalId: asked.externalId ?? null,
  place: null,
  units: offeredUnits(item),
  readAt: session.now().toISOString(),
});

function productTypeOf(item: ListingItem, account: Account): string | null {
  const here = ({ marketplaceId }: { marketplaceId: string }) => marketplaceId === account.marketplace.id;
  return item.productTypes?.find(here)?.productType ?? item.summaries?.find(here)?.productType ?? null;
}

const said = (issues: readonly Issue[]): string =>
  issues
    .filter(({ severity }) => severity === "ERROR")
    .map(({ code, message }) => `${code}: ${message}`)
    .join("; ")
    .slice(0, 300);
