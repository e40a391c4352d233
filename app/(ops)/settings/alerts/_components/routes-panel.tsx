"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { SideSheet } from "@/components/side-sheet";
import { SimpleTable } from "@/components/simple-table";
import type { AlertRouteRow } from "@/db/queries/alerts";
import { removeRouteAction, sendTestAction } from "../actions";
import { RouteForm } from "./route-form";
import type { RouteTargets } from "./route-targets";

/** Who is told of what: by e-mail and by signed webhook. */
export function RoutesPanel({
  routes,
  people,
  connections,
  mailReady,
}: RouteTargets & { routes: AlertRouteRow[]; mailReady: boolean }) {
  const t = useTranslations("alerts");
  const roles = useTranslations("shell");
  const format = useFormat();
  const past = usePastMoment() !== null;
  const [opened, setOpened] = useState<AlertRouteRow | "new" | null>(null);
  const removal = useAction(removeRouteAction, () => announce(t("settings.routes.removed")));
  const trial = useAction(sendTestAction, () => announce(t("settings.mail.asked")));
  const nameOf = (row: AlertRouteRow): string =>
    row.role ? roles("role", { role: row.role }) : (row.userName ?? row.connectionName ?? "");
  return (
    <Panel
      title={t("settings.routes.title")}
      subtitle={t("settings.routes.subtitle")}
      padded={false}
      actions={past ? null : <Button onPress={() => setOpened("new")}>{t("settings.routes.add")}</Button>}
    >
      <div className="px-4 empty:hidden">
        <ErrorNote error={removal.error ?? trial.error} />
      </div>
      <SimpleTable
        caption={t("settings.routes.title")}
        rows={routes}
        rowKey={(row) => String(row.id)}
        empty={
          <EmptyState
            kind="nothingYet"
            title={t("settings.routes.none")}
            text={t("settings.routes.noneText")}
          />
        }
        columns={[
          {
            key: "to",
            header: t("settings.routes.to"),
            identity: true,
            cell: (row) => (
              <span className="block py-1">
                {nameOf(row)}
                <span className="block text-caption font-normal text-muted">
                  {row.role ? t("settings.routes.people", { count: row.people ?? 0 }) : (row.email ?? "")}
                </span>
              </span>
            ),
          },
          {
            key: "by",
            header: t("settings.routes.by"),
            cell: (row) => (
              <>
                {t(row.connectionId === null ? "settings.routes.email" : "settings.routes.webhook")}
                {row.connectionId === null && !mailReady ? (
                  <span className="block text-caption text-at-risk-ink">{t("settings.routes.mailOff")}</span>
                ) : null}
                {row.connectionState && row.connectionState !== "active" ? (
                  <span className="block text-caption text-at-risk-ink">
                    {t("settings.routes.connectionOff")}
                  </span>
                ) : null}
              </>
            ),
          },
          {
            key: "kinds",
            header: t("settings.routes.kinds"),
            cell: (row) => (
              <span className="block max-w-md py-1">
                {row.kinds === null
                  ? t("settings.routes.all")
                  : format.list(row.kinds.map((kind) => t(`kindNames.${kind}` as "kindNames.source_late")))}
              </span>
            ),
          },
          {
            key: "from",
            header: t("settings.routes.from"),
            cell: (row) => t(`severities.${row.severityFrom}`),
          },
          {
            key: "actions",
            header: <span className="sr-only">{t("settings.routes.actions")}</span>,
            align: "end",
            cell: (row) => (
              <span className="flex justify-end gap-1">
                {row.connectionId === null ? null : (
                  <Button
                    size="sm"
                    pending={trial.pending}
                    needsConnection
                    label={t("settings.routes.testOf", { name: nameOf(row) })}
                    onPress={() => void trial.run({ connectionId: row.connectionId ?? undefined })}
                  >
                    {t("settings.routes.test")}
                  </Button>
                )}
                {past ? null : (
                  <Button
                    size="sm"
                    label={t("settings.routes.editOf", { name: nameOf(row) })}
                    onPress={() => setOpened(row)}
                  >
                    {t("settings.routes.edit")}
                  </Button>
                )}
                <Button
                  size="sm"
                  pending={removal.pending}
                  needsConnection
                  label={t("settings.routes.removeOf", { name: nameOf(row) })}
                  onPress={() => void removal.run({ routeId: row.id })}
                >
                  {t("settings.routes.remove")}
                </Button>
              </span>
            ),
          },
        ]}
      />
      <SideSheet
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={opened === "new" || opened === null ? t("settings.routes.add") : nameOf(opened)}
      >
        <RouteForm
          route={opened === "new" ? null : opened}
          people={people}
          connections={connections}
          onSaved={() => {
            setOpened(null);
            announce(t("settings.routes.saved"));
          }}
        />
      </SideSheet>
    </Panel>
  );
}
