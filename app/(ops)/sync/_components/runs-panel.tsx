import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { EmptyState } from "@/components/empty-state";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { SimpleTable } from "@/components/simple-table";
import type { recentRuns } from "@/db/queries/sync";

type Run = Awaited<ReturnType<typeof recentRuns>>[number];

/** The newest readings with their accounting: read = accepted + unchanged + rejected. */
export function RunsPanel({ runs }: { runs: Run[] }) {
  const t = useTranslations("sync.runs");
  return (
    <Panel title={t("title")} padded={false} className="mt-3 mb-8">
      <SimpleTable<Run>
        caption={t("title")}
        rows={runs}
        rowKey={(run) => String(run.id)}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
        columns={[
          {
            key: "id",
            header: t("run"),
            identity: true,
            cell: (run) => (
              <AppLink className="underline" href={`/imports/${run.id}`}>{`#${run.id}`}</AppLink>
            ),
          },
          { key: "source", header: t("source"), cell: (run) => run.source },
          { key: "kind", header: t("kind"), cell: (run) => run.kind },
          {
            key: "state",
            header: t("state"),
            cell: (run) => (
              <span
                className={run.state === "failed" ? "text-out-ink" : undefined}
                title={run.error ?? undefined}
              >
                {t(`states.${run.state}` as "states.done")}
              </span>
            ),
          },
          {
            key: "read",
            header: t("read"),
            align: "end",
            cell: (run) => <Quantity value={run.read} unit="none" />,
          },
          {
            key: "accepted",
            header: t("accepted"),
            align: "end",
            cell: (run) => <Quantity value={run.accepted} unit="none" />,
          },
          {
            key: "unchanged",
            header: t("unchanged"),
            align: "end",
            cell: (run) => <Quantity value={run.unchanged} unit="none" />,
          },
          {
            key: "rejected",
            header: t("rejected"),
            align: "end",
            cell: (run) => <Quantity value={run.rejected} unit="none" />,
          },
          {
            key: "finished",
            header: t("finished"),
            cell: (run) => <Age from={(run.finishedAt ?? run.startedAt)?.toISOString() ?? null} />,
          },
        ]}
      />
    </Panel>
  );
}
