import type { Position, ReadRequest, Session, SourceRecord } from "../../live-contract";
import { amazonSpConnector } from "../provider";

const PAGES_MAX = 500;

/** Reads a stream to its end, or `pages` of it. Records in the order they came. */
export async function readAll(
  session: Session,
  stream: ReadRequest["stream"],
  scope: ReadRequest["scope"],
  from: Position | null = null,
  pages = PAGES_MAX,
): Promise<{ records: SourceRecord[]; next: Position | null; pages: number; waits: number[] }> {
  const records: SourceRecord[] = [];
  const waits: number[] = [];
  let position = from;
  for (let page = 1; ; page++) {
    const answer = await amazonSpConnector.read(session, { stream, scope, position });
    records.push(...answer.records);
    position = answer.next;
    if (answer.waitSeconds) waits.push(answer.waitSeconds);
    if (position === null || page === pages) return { records, next: position, pages: page, waits };
    if (page > PAGES_MAX) throw new Error("the pages do not end");
  }
}

/** The last state of every record by id, as a replay leaves it. */
export const byId = (records: readonly SourceRecord[]): Map<string, SourceRecord["fields"]> =>
  new Map(records.map(({ id, fields }) => [id, fields]));

/** Changed since, up to now. */
export const since = (moment: Date): ReadRequest["scope"] => ({
  kind: "incremental",
  since: moment.toISOString(),
  until: new Date().toISOString(),
});
