import {
  type Page,
  type ReadRequest,
  type Session,
  type SourceRecord,
  VendorError,
} from "../../live-contract";
import { type Account, accountOf } from "../account";
import { type Call, callApi } from "../client";
import { mapListing } from "../mapper/listing";
import { type ListingItem, listingSearchAnswer } from "../wire-types/listings";
import { readListingsReport } from "./listings-report";
import { checkMoves, chunksOf, lastPage, numberAt, onceEach, restartAfter, textAt } from "./pages";

export const INCLUDED = ["summaries", "offers", "fulfillmentAvailability", "issues"] as const;

/** The most that a page and that a named search may hold. */
const PER_PAGE = 20;
/** A search pages through this many and no more. */
const SEARCH_MAX = 1_000;

/** One page of listings: changed since, by SKU, or all of them through a report. */
export async function readListings(session: Session, request: ReadRequest): Promise<Page> {
  const account = accountOf(session.settings);
  const { scope, position } = request;
  if (scope.kind === "backfill" || (scope.kind === "incremental" && scope.since === null))
    return readListingsReport(session, account, position);
  if (scope.kind === "ids") {
    const chunks = chunksOf(scope.ids, PER_PAGE);
    const at = numberAt(position, "index");
    const { records } = await search(session, account, {
      identifiersType: "SKU",
      identifiers: chunks[at] ?? [],
    });
    return at + 1 < chunks.length
      ? { records, next: { index: at + 1 }, progress: (at + 1) / chunks.length }
      : lastPage(records);
  }
  const since = textAt(position, "since") ?? scope.since;
  const token = textAt(position, "token");
  const seen = numberAt(position, "seen");
  const restarts = numberAt(position, "restarts");
  try {
    const page = await search(session, account, {
      lastUpdatedAfter: since,
      sortBy: "lastUpdatedDate",
      sortOrder: "ASC",
      pageToken: token,
    });
    checkMoves(token, page.next);
    const sofar = seen + page.records.length;
    if (page.next !== null)
      return {
        records: page.records,
        next: { token: page.next, since, seen: sofar, restarts },
        progress: null,
      };
    // More than a search pages through: it goes on as a new search from the last change seen.
    if (page.found > SEARCH_MAX && page.lastChange !== null && page.lastChange !== since)
      return { records: page.records, next: { since: page.lastChange, seen: 0, restarts }, progress: null };
    return lastPage(page.records);
  } catch (error) {
    const next = restartAfter(error, position);
    return { records: [], next: since === null ? next : { ...next, since }, progress: null };
  }
}

async function search(
  session: Session,
  account: Account,
  filter: NonNullable<Call["query"]>,
): Promise<{ records: SourceRecord[]; next: string | null; found: number; lastChange: string | null }> {
  const { value, raw } = await callApi(
    session,
    "searchListingsItems",
    {
      method: "GET",
      path: `/listings/2021-08-01/items/${encodeURIComponent(sellerIdOf(account))}`,
      query: {
        marketplaceIds: [account.marketplace.id],
        includedData: INCLUDED,
        pageSize: PER_PAGE,
        ...filter,
      },
    },
    listingSearchAnswer,
  );
  const sent = (raw as { items: unknown[] }).items;
  const readAt = session.now().toISOString();
  const records = value.items.flatMap((item, index) => mapListing(item, account, readAt, sent[index]) ?? []);
  return {
    records: onceEach(records),
    next: value.pagination?.nextToken ?? null,
    found: value.numberOfResults,
    lastChange: lastChangeOf(value.items.at(-1), account),
  };
}

const lastChangeOf = (item: ListingItem | undefined, account: Account): string | null =>
  item?.summaries?.find((one) => one.marketplaceId === account.marketplace.id)?.lastUpdatedDate ?? null;

/** The seller's id, without which no listing can be read. Throws VendorError (`refused`). */
export function sellerIdOf(account: Account): string {
  if (account.sellerId) return account.sellerId;
  throw new VendorError(
    "refused",
    "seller_id_missing",
    "Listings are read by the seller's id, which is not entered.",
  );
}
