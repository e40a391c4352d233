"use client";

import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { Age } from "@/components/age";
import { useMinute } from "@/components/age/use-minute";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import { CsvLink } from "../../_components/csv-link";
import { StreamStateMark } from "../../_components/stream-state-mark";
import { useSpan } from "../../_components/use-span";
import { streamState } from "../../stream-state";
import type { StreamRow } from "../stream-rows";
import { PassProgress } from "./pass-progress";
import { StreamButtons, useStreamActions } from "./stream-buttons";

export interface ConnectionOfStreams {
  id: number;
  key: string;
  state: string;
  reconnectSince: string | null;
}

/** Every stream: where it stands, how far it lags, when it is read next, and what can be done with it. */
export function StreamsPanel({
  connection,
  rows,
  syncs,
}: {
  connection: ConnectionOfStreams;
  rows: StreamRow[];
  syncs: boolean;
}) {
  const t = useTranslations("connections.streams");
  const names = useTranslations("connectors.streams");
  const format = useFormat();
  const span = useSpan();
  const now = useMinute();
  const actions = useStreamActions(connection.id);
  const name = (row: StreamRow) => names(row.stream as "orders");
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={false}>
      {actions.error ? (
        <div className="px-4 pb-2">
          <ErrorNote error={actions.error} />
        </div>
      ) : null}
      <SimpleTable<StreamRow>
        caption={t("title")}
        rows={rows}
        rowKey={(row) => row.stream}
        empty={<EmptyState kind="nothingYet" title={t("none")} />}
        foot={<CsvLink href={`/api/pages/connections/${connection.key}/csv?table=streams`} />}
        columns={[
          { key: "stream", header: t("stream"), identity: true, cell: name },
          {
            key: "state",
            header: t("state"),
            cell: (row) => (
              <>
                <StreamStateMark
                  state={streamState(row, connection, now)}
                  detail={row.openUntil ? t("until", { time: format.time(row.openUntil) }) : undefined}
                />
                {row.lastErrorCode && row.failures > 0 ? (
                  <span className="block max-w-72 text-caption text-muted">
                    {t("failed", { count: row.failures, code: row.lastErrorCode })}
                    {row.lastErrorDetail ? ` ${row.lastErrorDetail}` : ""}
                  </span>
                ) : null}
                {row.passes.map((pass) => (
                  <PassProgress key={pass.kind} pass={pass} name={name(row)} />
                ))}
              </>
            ),
          },
          {
            key: "ok",
            header: t("lastOk"),
            cell: (row) => (row.lastOkAt ? <Age from={row.lastOkAt} /> : t("never")),
          },
          {
            key: "lag",
            header: t("lag"),
            align: "end",
            cell: (row) =>
              row.p50Seconds === null || row.p95Seconds === null ? (
                <Unknown reason={t("noLag")} />
              ) : (
                <span className="whitespace-nowrap">{`${span(row.p50Seconds)} · ${span(row.p95Seconds)}`}</span>
              ),
          },
          {
            key: "next",
            header: t("next"),
            cell: (row) => (row.paused || !syncs ? null : <NextReading row={row} now={now} />),
          },
          {
            key: "every",
            header: t("every"),
            align: "end",
            cell: (row) => (
              <span className="whitespace-nowrap" title={row.pushed ? t("pushedHelp") : undefined}>
                {span(row.wantedSeconds)}
                {row.pushed ? <span className="text-muted"> {t("pushed")}</span> : null}
              </span>
            ),
          },
          {
            key: "wanted",
            header: t("wanted"),
            align: "end",
            cell: (row) => format.number(row.wanted),
          },
          ...(syncs
            ? [
                {
                  key: "actions",
                  header: <span className="sr-only">{t("actions")}</span>,
                  align: "end" as const,
                  cell: (row: StreamRow) => (
                    <StreamButtons
                      row={row}
                      name={name(row)}
                      connectionKey={connection.key}
                      actions={actions}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

/** When a stream is read next; an open circuit puts it off. */
function NextReading({ row, now }: { row: StreamRow; now: Date }) {
  const t = useTranslations("connections.streams");
  const format = useFormat();
  if (row.reading) return t("reading");
  const at = row.openUntil && row.openUntil > row.nextDueAt ? row.openUntil : row.nextDueAt;
  if (new Date(at) <= now) return t("now");
  return (
    <time dateTime={at} title={format.moment(at)}>
      {format.time(at)}
    </time>
  );
}
