import { useTranslations } from "next-intl";
import { getSaid } from "@/app/_edge/get-said";
import { sayStored } from "@/app/_edge/said";
import { Age } from "@/components/age";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { NotKept } from "@/components/past/not-kept";
import { SimpleTable } from "@/components/simple-table";
import { NotApplicable } from "@/components/unknown";
import type { Queryable } from "@/db/client";
import { listRuns, type RunRow } from "@/db/queries/sync";
import { say } from "@/lib/core/say";

const shownRuns = 50;

type RunThen = Omit<RunRow, "errorSay"> & { kindWord: string };

/** The newest readings that had begun by then. */
export async function loadRunsThen(past: Queryable): Promise<RunThen[]> {
  const [said, { rows }] = await Promise.all([
    getSaid(),
    listRuns(past, { filter: {}, cursor: null, pageSize: shownRuns }),
  ]);
  return rows.map(({ errorSay, ...row }) => ({
    ...row,
    kindWord: said(say(`imports.kinds.${row.kind}`)) || row.kind,
    error: sayStored(said, errorSay, row.error),
  }));
}

/** What had been read, when, and how it ended; what a reading under way had brought by then is not kept. */
export function RunsThen({ runs }: { runs: RunThen[] }) {
  const t = useTranslations("sync.runs");
  const format = useFormat();
  const count = (key: "read" | "accepted" | "unchanged" | "rejected") => ({
    key,
    header: t(key),
    align: "end" as const,
    cell: (row: RunThen) =>
      row.finishedAt ? format.number(row[key]) : <NotKept otherwise={format.number(row[key])} />,
  });
  return (
    <Panel title={t("title")} padded={false}>
      <SimpleTable<RunThen>
        caption={t("title")}
        rows={runs}
        rowKey={({ id }) => String(id)}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
        columns={[
          { key: "run", header: t("run"), cell: ({ id }) => `#${id}` },
          { key: "source", header: t("source"), identity: true, cell: ({ source }) => source },
          { key: "kind", header: t("kind"), cell: ({ kindWord }) => kindWord },
          {
            key: "state",
            header: t("state"),
            cell: ({ state }) => (
              <span className={state === "failed" ? "text-out-ink" : undefined}>
                {t(`states.${state}` as "states.done")}
              </span>
            ),
          },
          count("read"),
          count("accepted"),
          count("unchanged"),
          count("rejected"),
          {
            key: "finished",
            header: t("finished"),
            cell: ({ finishedAt }) =>
              finishedAt ? <Age from={finishedAt.toISOString()} /> : <NotApplicable />,
          },
          { key: "error", header: t("error"), cell: ({ error }) => error ?? <NotApplicable /> },
        ]}
      />
    </Panel>
  );
}
