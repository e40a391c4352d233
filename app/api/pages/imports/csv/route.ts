import { getSaid } from "@/app/_edge/get-said";
import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { type Said, sayStored } from "@/app/_edge/said";
import { exportKept } from "@/app/(ops)/_past/export-rows";
import { readRunFilter } from "@/app/(ops)/imports/load";
import { getReadDb, type Queryable } from "@/db/client";
import { type ImportRun, type ImportRunFilter, listImportRuns } from "@/db/queries/imports";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";

/** Every import that the address's filter matches, with its account. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const runs = await exportKept(getReadDb(), params, (db, now) => everyRun(db, readRunFilter(params, now)));
  return csvResponse("plimsoll-imports.csv", runs, columnsIn(await getSaid()));
});

async function* everyRun(db: Queryable, filter: ImportRunFilter): AsyncGenerator<ImportRun> {
  for (let before: number | null = null; ; ) {
    const runs: ImportRun[] = await listImportRuns(db, { limit: 500, before, filter });
    yield* runs;
    const last = runs.at(-1);
    if (!last) return;
    before = last.id;
  }
}

const columnsIn = (said: Said): CsvColumn<ImportRun>[] => [
  { header: "import", value: (run) => run.id },
  { header: "file", value: (run) => run.fileName },
  { header: "kind", value: (run) => run.kind },
  { header: "source", value: (run) => run.sourceKey },
  { header: "state", value: (run) => run.state },
  { header: "read", value: (run) => run.read },
  { header: "accepted", value: (run) => run.accepted },
  { header: "unchanged", value: (run) => run.unchanged },
  { header: "rejected", value: (run) => run.rejected },
  { header: "by", value: (run) => run.actor },
  { header: "started_at", value: (run) => run.startedAt },
  { header: "finished_at", value: (run) => run.finishedAt },
  { header: "error", value: (run) => sayStored(said, run.errorSay, run.error) },
];
