import { getSaid } from "@/app/_edge/get-said";
import { type Said, sayStored } from "@/app/_edge/said";
import type { TablePage } from "@/components/data-table";
import { readTableQuery } from "@/components/data-table/query";
import type { Queryable } from "@/db/client";
import {
  countImportRuns,
  findImportRun,
  type ImportRun,
  type ImportRunFilter,
  listImportRuns,
  listRejectGroups,
  listRejects,
} from "@/db/queries/imports";
import { decodeCursor, encodeCursor } from "@/db/queries/shared/keyset";
import { say } from "@/lib/core/say";
import { rejectWords } from "./reject-words";
import type { RejectGroup, RunRow, RunSums } from "./types";

type Params = Record<string, string | string[] | undefined> | URLSearchParams;
const pageSize = 100;

const dayMs = 86_400_000;

/** The filter of the list out of an address; a period is a number of days back from `now`. */
export function readRunFilter(params: Params, now: Date): ImportRunFilter {
  const { filters, q } = readTableQuery(params, {
    sortKeys: [],
    filterKeys: ["state", "kind", "source", "period"],
  });
  const days = Math.max(...(filters.period ?? []).map(Number).filter((one) => one > 0 && one <= 3_660));
  return {
    state: filters.state,
    kind: filters.kind,
    source: filters.source,
    since: Number.isFinite(days) ? new Date(now.getTime() - days * dayMs) : null,
    q,
  };
}

/** One page of imports, newest first. */
export async function loadRuns(db: Queryable, params: Params, now: Date): Promise<TablePage<RunRow>> {
  const { cursor } = readTableQuery(params, { sortKeys: [], filterKeys: [] });
  const filter = readRunFilter(params, now);
  const after = decodeCursor(cursor, 1)?.ids[0];
  const before = after === undefined ? null : Number(after);
  const [said, runs, total, totalUnfiltered] = await Promise.all([
    getSaid(),
    listImportRuns(db, { limit: pageSize + 1, before, filter }),
    before === null ? countImportRuns(db, filter) : null,
    before === null ? countImportRuns(db, {}) : null,
  ]);
  const rows = runs.slice(0, pageSize);
  const last = rows.at(-1);
  return {
    rows: rows.map((run) => toRow(run, said)),
    nextCursor: runs.length > pageSize && last ? encodeCursor({ value: null, ids: [last.id] }) : null,
    total,
    totalUnfiltered,
    asOf: now.toISOString(),
  };
}

/** The account alone. */
export const toSums = ({ read, accepted, unchanged, rejected }: RunSums): RunSums => ({
  read,
  accepted,
  unchanged,
  rejected,
});

const toRow = (run: ImportRun, said: Said): RunRow => ({
  ...toSums(run),
  id: run.id,
  kind: run.kind,
  source: run.sourceName,
  fileName: run.fileName,
  state: run.state,
  who: whoIn(said, run),
  queuedAt: run.queuedAt.toISOString(),
  finishedAt: run.finishedAt?.toISOString() ?? null,
});

/** A run by the id in an address, with why it failed in the reader's language; null when the address names none. */
export async function loadRun(db: Queryable, text: string | null) {
  const id = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
  const run = id === null ? null : await findImportRun(db, id);
  if (!run) return null;
  const said = await getSaid();
  return { ...run, actor: whoIn(said, run), error: sayStored(said, run.errorSay, run.error) };
}

export type LoadedRun = NonNullable<Awaited<ReturnType<typeof loadRun>>>;

/** Who brought a file in; the command has no name of its own. */
const whoIn = (said: Said, { actor }: Pick<ImportRun, "actor">): string =>
  actor === "command" ? said(say("settings.audit.kinds.command")) : actor;

const shownGroups = 20;
const examplesOfEach = 3;

/** What was not taken, by what sets it right, with the first rows of each and the reader's words for why. */
export async function loadRejects(db: Queryable, runId: number): Promise<RejectGroup[]> {
  const [all, said] = await Promise.all([listRejectGroups(db, runId), getSaid()]);
  const groups = all.slice(0, shownGroups);
  return Promise.all(
    groups.map(async ({ code, field, count, firstLine, reason, say, value }) => {
      const rows = await listRejects(db, { runId, code, limit: 50 });
      const examples = rows
        .filter((row) => row.field === field)
        .slice(0, examplesOfEach)
        .map((row) => ({ line: row.line, value: row.value, reason: rejectWords(said, row), raw: row.raw }));
      return {
        code,
        field,
        rows: count,
        examples:
          examples.length > 0
            ? examples
            : [{ line: firstLine, value, reason: rejectWords(said, { code, reason, say }), raw: "" }],
      };
    }),
  );
}
