"use client";

import { useTranslations } from "next-intl";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import type { AuditTableRow } from "../load";
import { useAuditWords } from "./use-audit-words";

const kinds = ["user", "token", "policy", "system", "command"];
const spans = ["1", "7", "30", "90"];

/** Who did what, when, and what it changed. */
export function AuditTable({
  page,
  choices,
}: {
  page: TablePage<AuditTableRow>;
  choices: { verbs: string[]; entities: string[] };
}) {
  const t = useTranslations("settings.audit");
  const shell = useTranslations("shell");
  const words = useAuditWords();
  const format = useFormat();
  const columns: Column<AuditTableRow>[] = [
    {
      key: "at",
      kind: "custom",
      header: t("at"),
      identity: true,
      cell: (row) => format.moment(row.at),
      phone: "identity",
    },
    {
      key: "actor",
      kind: "custom",
      header: t("actor"),
      cell: (row) => (
        <Title
          text={
            row.actorKind === "user"
              ? row.actorName
              : t("actorOf", { name: row.actorName, kind: words.kind(row.actorKind) })
          }
        />
      ),
      phone: "figure",
    },
    {
      key: "role",
      kind: "custom",
      header: t("role"),
      widthPx: 180,
      cell: (row) => shell("role", { role: row.role }),
    },
    {
      key: "verb",
      kind: "custom",
      header: t("verb"),
      widthPx: 220,
      cell: (row) => <Title text={words.verb(row.verb)} />,
      phone: "state",
    },
    {
      key: "entity",
      kind: "custom",
      header: t("entity"),
      cell: (row) => <Title text={`${words.entity(row.entity)} ${row.entityName ?? row.entityId}`} />,
    },
    { key: "change", kind: "title", header: t("change"), cell: (row) => <Title text={row.change} /> },
    { key: "reason", kind: "title", header: t("reason"), cell: (row) => <Title text={row.reason ?? ""} /> },
  ];
  return (
    <DataTable<AuditTableRow>
      id="audit"
      label={t("caption")}
      columns={columns}
      page={page}
      more="/api/pages/audit"
      csvHref="/api/pages/audit/csv"
      rowId={(row) => row.id}
      rowVersion={(row) => row.id}
      rowHref={(row) => `/settings/audit/${row.id}`}
      rowLabel={(row) => `${row.id}`}
      search
      filters={[
        {
          key: "verb",
          label: t("verb"),
          options: choices.verbs.map((value) => ({ value, label: words.verb(value) })),
          suggested: true,
        },
        {
          key: "entity",
          label: t("entity"),
          options: choices.entities.map((value) => ({ value, label: words.entity(value) })),
          suggested: true,
        },
        {
          key: "kind",
          label: t("kind"),
          options: kinds.map((value) => ({ value, label: words.kind(value) })),
        },
        {
          key: "days",
          label: t("period"),
          options: spans.map((value) => ({ value, label: t("lastDays", { count: Number(value) }) })),
          suggested: true,
        },
      ]}
      sourceLabel={t("source")}
      empty={<EmptyState kind="nothingYet" title={t("none")} text={t("noneText")} />}
    />
  );
}
