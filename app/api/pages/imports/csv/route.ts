import { route } from "@/app/_edge/problem";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { type Db, getReadDb } from "@/db/client";
import { type ImportRun, listImportRuns } from "@/db/queries/imports";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";

/** Every import with its account. */
export const GET = route(async () => {
  await requireActorForAction();
  return csvResponse("plimsoll-imports.csv", everyRun(getReadDb()), columns);
});

async function* everyRun(db: Db): AsyncGenerator<ImportRun> {
  for (let before: number | null = null; ; ) {
    const runs: ImportRun[] = await listImportRuns(db, { limit: 500, before });
    yield* runs;
    const last = runs.at(-1);
    if (!last) return;
    before = last.id;
  }
}

const columns: CsvColumn<ImportRun>[] = [
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
  { header: "error", value: (run) => run.error },
];
