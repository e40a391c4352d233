"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Age } from "@/components/age";
import { Button } from "@/components/button";
import { ConfirmSheet } from "@/components/confirm-sheet";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { NotKept } from "@/components/past/not-kept";
import { SimpleTable } from "@/components/simple-table";
import type { ListedToken } from "@/lib/services/token/list";
import { revokeTokenAction } from "../actions";

export type TokenRow = Omit<ListedToken, "createdAt" | "expiresAt" | "revokedAt" | "lastUsedAt"> & {
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revoked: boolean;
};

/** All tokens by what they may do and when they were last used. */
export function TokenTable({ tokens }: { tokens: TokenRow[] }) {
  const t = useTranslations("settings.tokens");
  const words = useTranslations("shell");
  const format = useFormat();
  const [asked, setAsked] = useState<TokenRow | null>(null);
  const { run, error } = useAction(revokeTokenAction, () => setAsked(null));
  const state = (row: TokenRow) => (row.works ? t("works") : row.revoked ? t("revoked") : t("expired"));
  return (
    <div className="flex flex-col gap-3">
      <ErrorNote error={error} />
      <Panel padded={false}>
        <SimpleTable
          caption={t("caption")}
          rows={tokens}
          rowKey={(row) => String(row.id)}
          empty={<EmptyState kind="nothingYet" title={t("none")} text={t("noneText")} />}
          columns={[
            { key: "name", header: t("name"), identity: true, cell: (row) => row.name },
            {
              key: "prefix",
              header: t("prefix"),
              cell: (row) => <code className="font-mono">{row.prefix}…</code>,
            },
            { key: "role", header: t("role"), cell: (row) => words("role", { role: row.role }) },
            {
              key: "state",
              header: t("state"),
              cell: (row) => <span className={row.works ? "" : "text-muted line-through"}>{state(row)}</span>,
            },
            {
              key: "until",
              header: t("validUntil"),
              cell: (row) => (row.expiresAt ? format.day(row.expiresAt, "table") : t("periods.never")),
            },
            {
              key: "used",
              header: t("lastUsed"),
              cell: (row) =>
                row.lastUsedAt ? (
                  <Age from={row.lastUsedAt} />
                ) : (
                  <NotKept otherwise={<span className="text-muted">{t("neverUsed")}</span>} />
                ),
            },
            { key: "by", header: t("madeBy"), cell: (row) => row.createdBy },
            {
              key: "actions",
              header: <span className="sr-only">{t("actions")}</span>,
              align: "end",
              cell: (row) =>
                row.works ? (
                  <Button
                    size="sm"
                    label={t("revokeNamed", { name: row.name })}
                    onPress={() => setAsked(row)}
                  >
                    {t("revoke")}
                  </Button>
                ) : null,
            },
          ]}
        />
      </Panel>
      <ConfirmSheet
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={t("revokeNamed", { name: asked?.name ?? "" })}
        reason={t("revokeWhy")}
        items={
          asked
            ? [
                {
                  id: String(asked.id),
                  label: asked.name,
                  detail: asked.lastUsedAt ? (
                    <>
                      {t("lastUsed")} <Age from={asked.lastUsedAt} />
                    </>
                  ) : (
                    t("neverUsed")
                  ),
                },
              ]
            : []
        }
        confirmLabel={t("revokeNamed", { name: asked?.name ?? "" })}
        tone="danger"
        onConfirm={async () => {
          if (asked && !(await run({ tokenId: asked.id })).ok) setAsked(null);
        }}
      />
      <p className="text-caption text-muted">
        {t.rich("description", {
          link: (text) => (
            <a className="underline" href="/api/v1/openapi.json">
              {text}
            </a>
          ),
        })}
      </p>
    </div>
  );
}
