"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Age } from "@/components/age";
import { Button } from "@/components/button";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { replayAction } from "../actions";
import type { DeadRow } from "../load-stuck";

interface Option {
  value: string;
  label: string;
}

/** Records that could not be taken, with why; opened one by one, or replayed as the filters stand. */
export function DeadTable({
  page,
  query,
  filter,
  options,
}: {
  page: TablePage<DeadRow>;
  /** The part of the address that names the filters, to come back to from a record. */
  query: string;
  filter: { connectionId: number | null; kind: string | null; code: string | null };
  options: { connections: Option[]; kinds: Option[]; codes: Option[] };
}) {
  const t = useTranslations("inbox.dead");
  const format = useFormat();
  const replaying = useAction(replayAction, ({ records }) => announce(t("replayed", { count: records })));
  const columns = useMemo<Column<DeadRow>[]>(
    () => [
      {
        key: "record",
        kind: "code",
        widthPx: 184,
        header: t("record"),
        identity: true,
        cell: (row) => <Code text={row.externalId} />,
        phone: "identity",
      },
      { key: "kind", kind: "custom", widthPx: 104, header: t("kind"), cell: (row) => row.kindWord },
      { key: "source", kind: "custom", header: t("source"), cell: (row) => row.connection, phone: "state" },
      {
        key: "reason",
        kind: "title",
        header: t("reason"),
        cell: (row) => <Title text={row.reason ?? row.code ?? ""} />,
        phone: "figure",
      },
      { key: "received", kind: "date", header: t("received"), cell: (row) => <Age from={row.receivedAt} /> },
    ],
    [t],
  );
  const total = page.total ?? page.rows.length;
  return (
    <>
      <ErrorNote error={replaying.error} />
      <DataTable<DeadRow>
        id="sync-dead"
        label={t("title")}
        columns={columns}
        page={page}
        more="/api/pages/sync/dead"
        rowId={(row) => String(row.id)}
        rowLabel={(row) => row.externalId}
        rowHref={(row) => `/sync?${query}&open=${row.id}`}
        filters={[
          { key: "code", label: t("reason"), suggested: true, options: options.codes },
          { key: "connection", label: t("source"), suggested: true, options: options.connections },
          { key: "kind", label: t("kind"), options: options.kinds },
        ]}
        csvHref="/api/pages/sync/dead/csv"
        sourceLabel={t("title")}
        tools={
          total > 0 ? (
            <Button
              pending={replaying.pending}
              needsConnection
              onPress={() => void replaying.run({ ...filter, ids: null })}
            >
              {t("replayAll", { count: total, figure: format.number(total) })}
            </Button>
          ) : null
        }
        empty={<EmptyState kind="allDone" title={t("empty")} />}
      />
    </>
  );
}
