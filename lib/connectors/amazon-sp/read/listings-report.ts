import type { Page, Position, Session } from "../../live-contract";
import type { Account } from "../account";
import { mapReportedListings } from "../mapper/reported-listings";
import { numberAt, onceEach } from "./pages";
import { advanceReport, readDocument } from "./report-file";

const REPORT_TYPE = "GET_MERCHANT_LISTINGS_ALL_DATA";
const PER_PAGE = 10_000;

/** All listings through the report of them: a search pages through a thousand only. */
export async function readListingsReport(
  session: Session,
  account: Account,
  position: Position | null,
): Promise<Page> {
  const step = await advanceReport(session, account, { reportType: REPORT_TYPE }, position);
  if (step.state === "waiting")
    return { records: [], next: step.next, progress: null, waitSeconds: step.waitSeconds };
  if (step.state === "empty") return { records: [], next: null, progress: 1 };
  const rows = await readDocument(session, account, step.documentId);
  const listings = onceEach(mapReportedListings(rows, account, session.now().toISOString()));
  const first = numberAt(position, "listing");
  const records = listings.slice(first, first + PER_PAGE);
  const done = first + records.length;
  if (done >= listings.length) return { records, next: null, progress: 1 };
  return { records, next: { documentId: step.documentId, listing: done }, progress: done / listings.length };
}
