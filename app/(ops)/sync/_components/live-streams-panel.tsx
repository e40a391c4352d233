"use client";

import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useMinute } from "@/components/age/use-minute";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import { CsvLink } from "../../settings/connections/_components/csv-link";
import { StreamStateMark } from "../../settings/connections/_components/stream-state-mark";
import { useSpan } from "../../settings/connections/_components/use-span";
import { type StreamState, streamState, streamStates } from "../../settings/connections/stream-state";

/** A stream of some live connection as it travels to the browser. */
export interface LiveStreamRow {
  key: string;
  connection: string;
  simulated: boolean;
  connectionState: string;
  reconnectSince: string | null;
  stream: string;
  wantedSeconds: number;
  paused: boolean;
  lastOkAt: string | null;
  openUntil: string | null;
  progress: number | null;
  catchingUp: boolean;
  p50Seconds: number | null;
  p95Seconds: number | null;
}

/** Every stream of the connected accounts, the gravest first. */
export function LiveStreamsPanel({ streams }: { streams: LiveStreamRow[] }) {
  const t = useTranslations("inbox.streams");
  const words = useTranslations("connections.streams");
  const names = useTranslations("connectors.streams");
  const common = useTranslations("common");
  const format = useFormat();
  const span = useSpan();
  const now = useMinute();
  const stateOf = (row: LiveStreamRow): StreamState =>
    streamState(row, { state: row.connectionState, reconnectSince: row.reconnectSince }, now);
  const gravity = (row: LiveStreamRow) => streamStates.indexOf(stateOf(row));
  const rows = [...streams].sort((a, b) => gravity(b) - gravity(a));
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={false} className="mb-3">
      <SimpleTable<LiveStreamRow>
        caption={t("title")}
        rows={rows}
        rowKey={(row) => `${row.key}:${row.stream}`}
        foot={<CsvLink href="/api/pages/sync/streams/csv" />}
        columns={[
          {
            key: "connection",
            header: t("connection"),
            identity: true,
            cell: (row) => (
              <>
                <AppLink
                  href={`/settings/connections/${row.key}`}
                  className="underline decoration-border underline-offset-2"
                >
                  {row.connection}
                </AppLink>
                {row.simulated ? (
                  <span className="text-caption font-normal text-muted"> {common("simulated")}</span>
                ) : null}
              </>
            ),
          },
          { key: "stream", header: words("stream"), cell: (row) => names(row.stream as "orders") },
          {
            key: "state",
            header: words("state"),
            cell: (row) => (
              <StreamStateMark
                state={stateOf(row)}
                detail={
                  row.catchingUp && row.progress !== null
                    ? format.percent(row.progress, { decimals: 0 })
                    : row.openUntil
                      ? words("until", { time: format.time(row.openUntil) })
                      : undefined
                }
              />
            ),
          },
          {
            key: "ok",
            header: words("lastOk"),
            cell: (row) => (row.lastOkAt ? <Age from={row.lastOkAt} /> : words("never")),
          },
          {
            key: "lag",
            header: words("lag"),
            align: "end",
            cell: (row) =>
              row.p50Seconds === null || row.p95Seconds === null ? (
                <Unknown reason={words("noLag")} />
              ) : (
                <span className="whitespace-nowrap">{`${span(row.p50Seconds)} · ${span(row.p95Seconds)}`}</span>
              ),
          },
        ]}
      />
    </Panel>
  );
}
