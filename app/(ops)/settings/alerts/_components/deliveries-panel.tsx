"use client";

import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { EmptyState } from "@/components/empty-state";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { AlertDeliveryRow } from "@/db/queries/alerts";

/** A message as the page hands it on: times as text. */
export type Delivery = Omit<AlertDeliveryRow, "createdAt" | "sentAt"> & {
  createdAt: string;
  sentAt: string | null;
};

/** The newest messages, to whom they went and what became of them. */
export function DeliveriesPanel({ deliveries }: { deliveries: Delivery[] }) {
  const t = useTranslations("alerts");
  return (
    <Panel title={t("settings.messages.title")} padded={false}>
      <SimpleTable
        caption={t("settings.messages.title")}
        rows={deliveries}
        rowKey={(row) => String(row.id)}
        empty={<EmptyState kind="nothingYet" title={t("settings.messages.none")} />}
        columns={[
          {
            key: "what",
            header: t("settings.messages.what"),
            identity: true,
            cell: (row) => (
              <span className="block max-w-md truncate" title={textOf(row)}>
                {textOf(row)}
              </span>
            ),
          },
          {
            key: "event",
            header: t("settings.messages.event"),
            cell: (row) => t(`settings.messages.events.${row.event}`),
          },
          {
            key: "to",
            header: t("settings.messages.to"),
            cell: (row) => row.to ?? <span className="text-muted">{t("settings.messages.gone")}</span>,
          },
          {
            key: "state",
            header: t("settings.messages.state"),
            cell: (row) => (
              <span className={row.state === "failed" ? "text-out-ink" : ""}>
                {t(`settings.messages.states.${row.state}`, { attempts: row.attempts })}
                {row.lastError && row.state !== "sent" ? (
                  <code className="ml-1.5 font-mono text-caption">{row.lastError}</code>
                ) : null}
              </span>
            ),
          },
          {
            key: "at",
            header: t("settings.messages.at"),
            cell: (row) => <Age from={row.sentAt ?? row.createdAt} />,
          },
        ]}
      />
    </Panel>
  );

  function textOf(row: Delivery): string {
    return row.kind === null
      ? t("settings.messages.test")
      : t(`kinds.${row.kind}` as "kinds.source_late", row.params as never);
  }
}
