"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Age } from "@/components/age";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { SideSheet } from "@/components/side-sheet";
import { SimpleTable } from "@/components/simple-table";
import type { Endpoint } from "@/lib/services/webhook/list-endpoints";
import { FormerSecret, RotateSecret } from "./rotate-secret";

/** An endpoint as the page hands it on: times as text. */
export type EndpointRow = Omit<Endpoint, "formerUntil" | "lastAttemptAt"> & {
  formerUntil: string | null;
  lastAttemptAt: string | null;
};

/** Every system that messages are posted to, how that goes, and the way to its log and its secret. */
export function EndpointTable({ endpoints }: { endpoints: EndpointRow[] }) {
  const t = useTranslations("webhooks");
  const format = useFormat();
  const past = usePastMoment() !== null;
  const [openKey, setOpenKey] = useState<string | null>(null);
  const opened = endpoints.find((row) => row.key === openKey);
  return (
    <Panel padded={false}>
      <SimpleTable
        caption={t("caption")}
        rows={endpoints}
        rowKey={(row) => row.key}
        empty={<EmptyState kind="nothingYet" title={t("none")} text={t("noneText")} />}
        foot={t("foot")}
        columns={[
          {
            key: "name",
            header: t("name"),
            identity: true,
            cell: (row) => (
              <>
                <AppLink
                  href={`/settings/webhooks/${encodeURIComponent(row.key)}`}
                  className="underline decoration-border underline-offset-2"
                >
                  {row.name}
                </AppLink>
                <code
                  title={row.baseUrl}
                  className="block max-w-40 truncate font-mono text-caption font-normal text-muted sm:max-w-xl"
                >
                  {row.baseUrl}
                </code>
              </>
            ),
          },
          {
            key: "messages",
            header: t("messages"),
            align: "end",
            cell: (row) => format.number(row.messages),
          },
          { key: "waiting", header: t("waiting"), align: "end", cell: (row) => format.number(row.waiting) },
          {
            key: "failed",
            header: t("failed"),
            align: "end",
            cell: (row) => (
              <span className={row.failed > 0 ? "text-out-ink" : ""}>{format.number(row.failed)}</span>
            ),
          },
          {
            key: "last",
            header: t("lastAttempt"),
            cell: (row) =>
              row.lastAttemptAt ? (
                <Age from={row.lastAttemptAt} />
              ) : (
                <span className="text-muted">{t("neverTried")}</span>
              ),
          },
          ...(past
            ? []
            : [
                {
                  key: "secret",
                  header: t("secret"),
                  cell: (row: EndpointRow) => (
                    <span className="flex flex-wrap items-center gap-2">
                      <Button
                        size="sm"
                        label={t("changeSecretOf", { name: row.name })}
                        onPress={() => setOpenKey(row.key)}
                      >
                        {t("changeSecret")}
                      </Button>
                      {row.formerUntil ? (
                        <span className="text-caption text-muted">
                          {t("twoHold", { moment: format.moment(row.formerUntil) })}
                        </span>
                      ) : null}
                    </span>
                  ),
                },
              ]),
        ]}
      />
      <SideSheet open={Boolean(opened)} onClose={() => setOpenKey(null)} title={opened?.name ?? ""}>
        {opened ? (
          <div className="flex flex-col gap-6">
            {opened.formerUntil ? <FormerSecret connectionId={opened.id} until={opened.formerUntil} /> : null}
            <RotateSecret key={opened.key} row={{ id: opened.id, key: opened.key, signed: true }} />
          </div>
        ) : null}
      </SideSheet>
    </Panel>
  );
}
