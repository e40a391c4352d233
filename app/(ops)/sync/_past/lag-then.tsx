import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { Queryable } from "@/db/client";
import { lastCanaryBeat } from "@/db/queries/alerts";
import { canaryState } from "@/db/queries/canary";
import { type SourceThen, sourcesThen } from "@/db/queries/sync-then";
import { readAlertSettings } from "@/lib/services/alert/settings";
import { CanaryPanel } from "../_components/canary-panel";
import { LagPanel } from "../_components/lag-panel";
import { SourceName } from "../_components/source-name";

const hours = 24;

export async function loadLagThen(past: Queryable, now: Date) {
  const { canarySeconds } = (await readAlertSettings(past)).rules;
  const [sources, state, last] = await Promise.all([
    sourcesThen(past, now),
    canaryState(past, { hours, lateMilliseconds: canarySeconds * 1_000, now }),
    lastCanaryBeat(past),
  ]);
  return { sources, state, last, canarySeconds };
}

/** How late was what was seen in the 24 hours before, and when each source had last been read to its end. */
export function LagThen({
  sources,
  state,
  last,
  canarySeconds,
  now,
}: Awaited<ReturnType<typeof loadLagThen>> & { now: Date }) {
  return (
    <>
      <CanaryPanel state={state} last={last} lateSeconds={canarySeconds} now={now} />
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
        <Sources sources={sources} />
        <LagPanel
          sources={sources.map((source) => ({ ...source, lastConfirmedAt: source.lastReadAt }))}
          atMost={null}
        />
      </div>
    </>
  );
}

function Sources({ sources }: { sources: SourceThen[] }) {
  const t = useTranslations("past.sync");
  const format = useFormat();
  return (
    <Panel title={t("sources")} subtitle={t("sourcesSubtitle")} padded={false}>
      <SimpleTable<SourceThen>
        caption={t("sources")}
        rows={sources}
        rowKey={({ key }) => key}
        columns={[
          {
            key: "name",
            header: t("source"),
            identity: true,
            cell: (row) => <SourceName name={row.name} simulated={row.simulated} />,
          },
          {
            key: "read",
            header: t("lastRead"),
            cell: (row) => <Age from={row.lastReadAt?.toISOString() ?? null} />,
          },
          { key: "done", header: t("done"), align: "end", cell: (row) => format.number(row.done) },
          {
            key: "failed",
            header: t("failed"),
            align: "end",
            cell: (row) => (
              <span className={row.failed > 0 ? "text-out-ink" : undefined}>{format.number(row.failed)}</span>
            ),
          },
        ]}
      />
    </Panel>
  );
}
