import type { Page, Position, Session } from "../../live-contract";
import type { Account } from "../account";
import { mapReportedOrders } from "../mapper/reported-orders";
import { numberAt } from "./pages";
import { advanceReport, readDocument } from "./report-file";

const REPORT_TYPE = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL";
/** The longest period that one report may tell. */
const windowMs = 30 * 86_400_000;
/** Orders a page: each page fetches the document anew, of which few are granted. */
const PER_PAGE = 10_000;

/**
 * A period's orders through reports of at most 30 days each. Orders come without their total and without what was
 * shipped apart, which the reports do not tell; a later sync of the same order completes it.
 */
export async function readOrdersReport(
  session: Session,
  account: Account,
  period: { from: string; until: string },
  position: Position | null,
): Promise<Page> {
  const [begin, end] = [Date.parse(period.from), Date.parse(period.until)];
  const windows = Math.max(1, Math.ceil((end - begin) / windowMs));
  const at = numberAt(position, "window");
  const from = new Date(begin + at * windowMs).toISOString();
  const until = new Date(Math.min(end, begin + (at + 1) * windowMs)).toISOString();
  const step = await advanceReport(session, account, { reportType: REPORT_TYPE, from, until }, position);
  const after = (records: Page["records"]): Page => ({
    records,
    next: at + 1 < windows ? { window: at + 1 } : null,
    progress: (at + 1) / windows,
  });
  if (step.state === "waiting") {
    const { next, waitSeconds } = step;
    return { records: [], next: { ...next, window: at }, progress: at / windows, waitSeconds };
  }
  if (step.state === "empty") return after([]);
  const orders = mapReportedOrders(await readDocument(session, account, step.documentId), account);
  const first = numberAt(position, "order");
  const records = orders.slice(first, first + PER_PAGE);
  const done = first + records.length;
  if (done >= orders.length) return after(records);
  return {
    records,
    next: { window: at, documentId: step.documentId, order: done },
    progress: (at + done / orders.length) / windows,
  };
}
