import { getSaid } from "@/app/_edge/get-said";
import type { Db } from "@/db/client";
import type { SourceRow } from "@/db/queries/sync";
import { say } from "@/lib/core/say";
import { importKinds } from "@/lib/services/imports/describe-kind";
import { loadRuns } from "../load-trust";
import { RunsTable } from "./runs-table";

/** Everything that was read from any source, newest first. */
export async function RunsView({
  db,
  params,
  sources,
}: {
  db: Db;
  params: Record<string, string | string[] | undefined>;
  sources: SourceRow[];
}) {
  const [said, page] = await Promise.all([getSaid(), loadRuns(db, params)]);
  return (
    <RunsTable
      page={page}
      sources={sources.map((source) => source.name)}
      kinds={importKinds.map((kind) => ({ value: kind, label: said(say(`imports.kinds.${kind}`)) || kind }))}
    />
  );
}
