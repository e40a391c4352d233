import { type Page, type Position, type SourceRecord, VendorError } from "../../live-contract";

/** Each thing once, as it came last: Amazon repeats rows within a page now and then. */
export const onceEach = (records: Page["records"]): SourceRecord[] => [
  ...new Map(records.map((record) => [record.id, record])).values(),
];

export const lastPage = (records: Page["records"]): Page => ({ records, next: null, progress: 1 });

/** Text at a place of a position; null when there is none. */
export const textAt = (position: Position | null, key: string): string | null => {
  const value = position?.[key];
  return typeof value === "string" && value !== "" ? value : null;
};

/** Number at a place of a position; 0 when there is none. */
export const numberAt = (position: Position | null, key: string): number => {
  const value = position?.[key];
  return typeof value === "number" ? value : 0;
};

/** The same token as an answer to itself would never end. */
export function checkMoves(asked: string | null, answered: string | null): void {
  if (asked !== null && asked === answered)
    throw new VendorError("unexpected", "paging_stuck", "The next page is the page that was asked for.");
}

/** How often a sync begins anew because its paging token was no longer good, before it gives up. */
const restartsMax = 3;

/**
 * Where a sync goes on after Amazon refused its paging token with 400: at its beginning. What was read comes again,
 * which changes nothing. Throws the refusal when that happened too often or no token was sent.
 */
export function restartAfter(error: unknown, position: Position | null): Position {
  const restarts = numberAt(position, "restarts");
  const refused = error instanceof VendorError && error.failure === "refused";
  if (!refused || textAt(position, "token") === null || restarts >= restartsMax) throw error;
  return { restarts: restarts + 1 };
}

export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
