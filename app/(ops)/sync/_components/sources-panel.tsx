import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age } from "@/components/age";
import { EmptyState } from "@/components/empty-state";
import { Freshness } from "@/components/freshness";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { SourceRow } from "@/db/queries/sync";
import { SourceName } from "./source-name";

/** Every source: when it was last confirmed, what waits, what failed. */
export function SourcesPanel({ sources, more }: { sources: SourceRow[]; more?: ReactNode }) {
  const t = useTranslations("sync.sources");
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} actions={more} padded={false}>
      <SimpleTable<SourceRow>
        caption={t("title")}
        rows={sources}
        rowKey={(source) => source.key}
        empty={<EmptyState kind="nothingYet" title={t("empty.title")} text={t("empty.text")} />}
        columns={[
          {
            key: "name",
            header: t("name"),
            identity: true,
            cell: (row) => <SourceName name={row.name} simulated={row.simulated} />,
          },
          {
            key: "confirmed",
            header: t("confirmed"),
            cell: (row) => (
              <Freshness
                asOf={row.lastConfirmedAt?.toISOString() ?? null}
                limitMinutes={row.lagLimitSeconds === null ? undefined : row.lagLimitSeconds / 60}
              />
            ),
          },
          {
            key: "event",
            header: t("event"),
            cell: (row) => <Age from={row.lastEventAt?.toISOString() ?? null} />,
          },
          {
            key: "waiting",
            header: t("waiting"),
            cell: (row) =>
              row.oldestWaitingAt ? (
                <Age from={row.oldestWaitingAt.toISOString()} />
              ) : (
                <span className="text-muted">{t("none")}</span>
              ),
          },
          {
            key: "state",
            header: t("state"),
            cell: (row) =>
              row.lastError ? (
                <span className="whitespace-nowrap text-out-ink" title={row.lastError}>
                  {t("states.error")}
                </span>
              ) : (
                <span className="whitespace-nowrap">{t(`states.${row.state}` as "states.active")}</span>
              ),
          },
        ]}
      />
    </Panel>
  );
}
