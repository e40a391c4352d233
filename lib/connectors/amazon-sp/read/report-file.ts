import { gunzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { type Position, type Session, VendorError } from "../../live-contract";
import type { Account } from "../account";
import { callApi } from "../client";
import { createdReport, report, reportDocument } from "../wire-types/reports";
import { unlessMissing } from "./missing";
import { numberAt, textAt } from "./pages";

/** A packed and an unpacked document may not be longer than this. */
const packedBytesMax = 50 * 1024 * 1024;
const unpackedBytesMax = 200 * 1024 * 1024;
/** Seconds between two looks at a report that is being made: 5, 10, 20, then every 30. */
const lookSeconds = (looks: number): number => Math.min(30, 5 * 2 ** looks);
const looksMax = 240;
/** How often a report that could not be made is asked for again, and how long after. */
const againMax = 2;
const againSeconds = 120;

export interface ReportWanted {
  reportType: string;
  /** Absent where the report tells the present. */
  from?: string;
  until?: string;
}

/** waiting: to be called again with `next`, after a while. empty: the report holds nothing. ready: the document to be read. */
export type ReportStep =
  | { state: "waiting"; next: Position; waitSeconds: number }
  | { state: "empty" }
  | { state: "ready"; documentId: string };

/**
 * Brings a report one step on: asks for it, looks whether it is made. The position keeps which one was asked for, so that
 * a killed sync does not ask again. A report that Amazon cancels by itself has nothing to tell. Throws VendorError
 * (`refused`, report_fatal) for one that cannot be made.
 */
export async function advanceReport(
  session: Session,
  account: Account,
  wanted: ReportWanted,
  position: Position | null,
): Promise<ReportStep> {
  const documentId = textAt(position, "documentId");
  if (documentId !== null) return { state: "ready", documentId };
  const reportId = textAt(position, "reportId");
  if (reportId === null) {
    const body = {
      reportType: wanted.reportType,
      marketplaceIds: [account.marketplace.id],
      ...(wanted.from ? { dataStartTime: wanted.from } : {}),
      ...(wanted.until ? { dataEndTime: wanted.until } : {}),
    };
    const made = await callApi(
      session,
      "createReport",
      { method: "POST", path: "/reports/2021-06-30/reports", body },
      createdReport,
    );
    return {
      state: "waiting",
      next: { ...position, reportId: made.value.reportId, looks: 0 },
      waitSeconds: lookSeconds(0),
    };
  }
  const looks = numberAt(position, "looks");
  if (looks >= looksMax)
    throw new VendorError("transient", "report_slow", "A report took longer than two hours.");
  const path = `/reports/2021-06-30/reports/${encodeURIComponent(reportId)}`;
  const found = await unlessMissing(() => callApi(session, "getReport", { method: "GET", path }, report));
  const again = numberAt(position, "again");
  // Amazon forgets reports after a while, and one in many cannot be made: another one is asked for.
  if (!found || (found.value.processingStatus === "FATAL" && again < againMax)) {
    const next = { ...position, reportId: null, again: again + 1 };
    return { state: "waiting", next, waitSeconds: found ? againSeconds : 1 };
  }
  const { value } = found;
  if (value.processingStatus === "CANCELLED") return { state: "empty" };
  if (value.processingStatus === "FATAL")
    throw new VendorError(
      "refused",
      "report_fatal",
      `Amazon could not make the report ${wanted.reportType}.`,
    );
  if (value.processingStatus === "DONE" && value.reportDocumentId)
    return { state: "ready", documentId: value.reportDocumentId };
  const next = { ...position, reportId, looks: looks + 1 };
  return { state: "waiting", next, waitSeconds: lookSeconds(looks + 1) };
}

/** The rows of a document by column name, unpacked and in its own encoding. Throws VendorError. */
export async function readDocument(
  session: Session,
  account: Account,
  documentId: string,
): Promise<Record<string, string>[]> {
  const path = `/reports/2021-06-30/documents/${encodeURIComponent(documentId)}`;
  const { value } = await callApi(session, "getReportDocument", { method: "GET", path }, reportDocument);
  // The address is signed and answers to whoever has it: no token goes there.
  const answer = await session.fetch({
    method: "GET",
    url: value.url,
    headers: { "accept-encoding": "identity" },
    bytes: true,
    bytesMax: packedBytesMax,
    timeoutSeconds: 300,
  });
  if (answer.status !== 200)
    throw new VendorError(
      "transient",
      `document_${answer.status}`,
      "The report's document could not be fetched.",
    );
  const packed = answer.bytes ?? new TextEncoder().encode(answer.text);
  const content = value.compressionAlgorithm === "GZIP" ? unpack(packed) : packed;
  return tabRows(decode(content, answer.headers["content-type"] ?? "", account));
}

function unpack(packed: Uint8Array): Uint8Array {
  // The store may have said so in a header, and then it came unpacked.
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed;
  try {
    return gunzipSync(packed, { maxOutputLength: unpackedBytesMax });
  } catch {
    throw new VendorError("unexpected", "document_packed", "The report's document cannot be unpacked.");
  }
}

/**
 * The document's text: in the encoding that its answer names, else UTF-8 where it is that, else what Amazon writes in
 * that part of the world: Shift_JIS in Japan, Windows-1252 elsewhere.
 */
export function decode(content: Uint8Array, contentType: string, account: Account): string {
  const named = /charset=["']?([\w.:-]+)/i.exec(contentType)?.[1]?.toLowerCase();
  // iconv-lite, because Node's own decoder reads Windows-1252 as Latin-1.
  const written = (encoding: string) => iconv.decode(Buffer.from(content), encoding);
  if (named && !/^utf-?8$/.test(named) && iconv.encodingExists(named)) return written(named);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return written(account.marketplace.country === "JP" ? "shift_jis" : "windows-1252");
  }
}

/** Rows between tabs, without their empty cells. Quotation marks mean themselves: Amazon does not quote, and titles begin with them. */
export function tabRows(text: string): Record<string, string>[] {
  const [head = "", ...lines] = text.split(/\r\n|\n|\r/);
  const names = head.split("\t").map((name) => name.trim().toLowerCase());
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const cells = line.split("\t");
      const told = names.map((name, index): [string, string] => [name, (cells[index] ?? "").trim()]);
      return Object.fromEntries(told.filter(([, cell]) => cell !== ""));
    });
}
