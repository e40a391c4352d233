import { z } from "zod";
import { addDays, dayInZone, daysBetween } from "@/lib/core/clock";
import { type Page, type Position, type ReadRequest, type Session, VendorError } from "../live-contract";
import { attributionDays, spendRecord } from "./mapper";
import { ownProfile } from "./profile";
import { createReport, downloadReport, reportState } from "./reports";

/** Longest period of one report, and how far back Amazon keeps the figures. */
const reportDaysMax = 31;
const lookBackDaysMax = 94;
const firstDays = 31;
const rowsPerPage = 5_000;
const failuresMax = 3;

const placeSchema = z.object({
  /** Of the whole sync, both days included. */
  first: z.string(),
  last: z.string(),
  /** Of the report that is under way. */
  from: z.string(),
  to: z.string(),
  reportId: z.string().nullable(),
  polls: z.number(),
  failures: z.number(),
  /** Rows of the report that were handed on. */
  row: z.number(),
  currency: z.string(),
  timeZone: z.string(),
  attributionDays: z.union([z.literal(7), z.literal(14)]),
});
type Place = z.output<typeof placeSchema>;

/**
 * Spend by ad and day through reports: one report a month, asked for, waited for and read in pages. A position names
 * the report, so that a sync that was killed goes on with the one that is in the making. Throws VendorError.
 */
export async function readSpend(session: Session, request: ReadRequest): Promise<Page> {
  const place = request.position ? placeSchema.parse(request.position) : await begin(session, request);
  if (place.from > place.last) return { records: [], next: null, progress: 1 };
  if (place.reportId === null) {
    const reportId = await createReport(session, place);
    return wait({ ...place, reportId, polls: 0 });
  }
  const state = await reportState(session, place.reportId);
  if (state?.status === "COMPLETED" && state.url) {
    const { rows, raws } = await downloadReport(session, state.url);
    const end = place.row + rowsPerPage;
    const records = rows
      .slice(place.row, end)
      .map((row, at) => spendRecord(row, raws[place.row + at], place, state.generatedAt ?? null));
    const next = end < rows.length ? { ...place, row: end } : following(place);
    return { records, next: next && asPosition(next), progress: progressOf(next, place) };
  }
  if (state && ["PENDING", "PROCESSING", "COMPLETED"].includes(state.status))
    return wait({ ...place, polls: place.polls + 1 });
  if (place.failures + 1 >= failuresMax)
    throw new VendorError(
      "refused",
      "report_failed",
      `Amazon could not prepare the report of ${place.from} to ${place.to}: ${(state?.failureReason ?? "unknown").slice(0, 200)}`,
    );
  return wait({ ...place, reportId: null, failures: place.failures + 1 });
}

async function begin(session: Session, { scope }: ReadRequest): Promise<Place> {
  const profile = await ownProfile(session);
  const timeZone = profile.timezone;
  const today = dayInZone(session.now(), timeZone);
  const earliest = addDays(today, -lookBackDaysMax);
  const ends = scope.kind === "ids" ? null : new Date(scope.until);
  const last = ends ? earlier(dayInZone(ends, timeZone), today) : today;
  const starts = scope.kind === "ids" ? null : scope.kind === "backfill" ? scope.from : scope.since;
  const wanted = starts === null ? addDays(last, -(firstDays - 1)) : dayInZone(new Date(starts), timeZone);
  const first = later(wanted, earliest);
  return {
    first,
    from: first,
    to: earlier(addDays(first, reportDaysMax - 1), last),
    last,
    reportId: null,
    polls: 0,
    failures: 0,
    row: 0,
    currency: profile.currencyCode,
    timeZone,
    attributionDays: attributionDays(profile.accountInfo?.type ?? null),
  };
}

function following(place: Place): Place | null {
  if (place.to >= place.last) return null;
  const from = addDays(place.to, 1);
  const to = earlier(addDays(from, reportDaysMax - 1), place.last);
  return { ...place, from, to, reportId: null, polls: 0, failures: 0, row: 0 };
}

/** Reports take from seconds to an hour: asked after 2 s, then at intervals that double up to a minute. */
const wait = (place: Place): Page => ({
  records: [],
  next: asPosition(place),
  progress: progressOf(place, place),
  waitSeconds: Math.min(2 * 2 ** place.polls, 60),
});

function progressOf(next: Place | null, { first, last }: Place): number {
  if (!next) return 1;
  return daysBetween(first, next.from) / (daysBetween(first, last) + 1);
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

const asPosition = (place: Place): Position => ({ ...place });
