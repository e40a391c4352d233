import { gunzipSync } from "node:zlib";
import { parseExact } from "../exact-json";
import { type Session, VendorError } from "../live-contract";
import { call } from "./client";
import { errorAnswer, type Report, type ReportRow, report, reportRows } from "./wire-types";

const createType = "application/vnd.createasyncreportrequest.v3+json";
const fileBytesMax = 50_000_000;
const contentBytesMax = 400_000_000;

const columns = [
  "date",
  "campaignId",
  "adGroupId",
  "adId",
  "advertisedSku",
  "advertisedAsin",
  "impressions",
  "clicks",
  "cost",
  "campaignBudgetCurrencyCode",
] as const;

/** Asks for the spend by ad and day; both days included. A report that is in the making already is adopted. Throws VendorError. */
export async function createReport(
  session: Session,
  { from, to, attributionDays }: { from: string; to: string; attributionDays: 7 | 14 },
): Promise<string> {
  const { status, content } = await call(session, {
    method: "POST",
    path: "/reporting/reports",
    bucket: "reports",
    mediaType: createType,
    also: [425],
    body: JSON.stringify({
      name: `Spend by ad ${from} to ${to}`,
      startDate: from,
      endDate: to,
      configuration: {
        adProduct: "SPONSORED_PRODUCTS",
        groupBy: ["advertiser"],
        columns: [...columns, `unitsSoldClicks${attributionDays}d`, `sales${attributionDays}d`],
        reportTypeId: "spAdvertisedProduct",
        timeUnit: "DAILY",
        format: "GZIP_JSON",
      },
    }),
  });
  if (status === 425) return duplicateOf(content);
  return readReport(content).reportId;
}

/** The report that a 425 names. Throws VendorError when it names none. */
export function duplicateOf(content: unknown): string {
  const said = errorAnswer.safeParse(content);
  const sentence = said.success ? (said.data.detail ?? said.data.details ?? said.data.message ?? "") : "";
  const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.exec(sentence)?.[0];
  if (id) return id;
  throw new VendorError("throttled", "http_425", "Amazon is already preparing this report.", 60);
}

/** How far a report is; null when Amazon knows it no longer. Throws VendorError. */
export async function reportState(session: Session, reportId: string): Promise<Report | null> {
  const { status, content } = await call(session, {
    method: "GET",
    path: `/reporting/reports/${encodeURIComponent(reportId)}`,
    bucket: "reports",
    also: [404],
  });
  return status === 404 ? null : readReport(content);
}

export function readReport(content: unknown): Report {
  const read = report.safeParse(content);
  if (read.success) return read.data;
  throw new VendorError("unexpected", "report", "Amazon's answer about a report has an unknown form.");
}

/** The rows of a finished report, each also as Amazon wrote it. Throws VendorError. */
export async function downloadReport(
  session: Session,
  url: string,
): Promise<{ rows: ReportRow[]; raws: unknown[] }> {
  checkAddress(session, url);
  // The address is signed itself: the account's token must not go along to the file store.
  const answer = await session.fetch({ method: "GET", url, bytes: true, bytesMax: fileBytesMax });
  if (answer.status !== 200 || !answer.bytes)
    throw new VendorError(
      "transient",
      `download_${answer.status}`,
      "The report could not be fetched from Amazon's file store.",
    );
  return readReportFile(answer.bytes);
}

/** Reads a report's file: gzip of a JSON array, with ids as numbers. Throws VendorError. */
export function readReportFile(bytes: Uint8Array): { rows: ReportRow[]; raws: unknown[] } {
  let content: unknown;
  try {
    // Where the file store names its gzip as the transfer's encoding, the client has unpacked it already.
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const file = packed ? gunzipSync(bytes, { maxOutputLength: contentBytesMax }) : Buffer.from(bytes);
    content = parseExact(file.toString("utf8"));
  } catch {
    throw new VendorError("transient", "report_file", "The report's file was cut off or is no gzip of JSON.");
  }
  const rows = reportRows.safeParse(content);
  if (!rows.success)
    throw new VendorError("unexpected", "report_rows", "The report's rows have an unknown form.");
  return { rows: rows.data, raws: content as unknown[] };
}

function checkAddress(session: Session, url: string): void {
  const { baseUrl } = session.settings;
  const known = URL.canParse(url) ? new URL(url) : null;
  const atAmazon = known?.protocol === "https:" && known.hostname.endsWith(".amazonaws.com");
  const atBase = baseUrl !== undefined && known?.origin === new URL(baseUrl).origin;
  if (!atAmazon && !atBase)
    throw new VendorError(
      "unexpected",
      "report_address",
      "The report lies at an address that is not Amazon's.",
    );
}
