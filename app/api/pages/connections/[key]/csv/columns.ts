import type { CallsOfHour } from "@/db/queries/live";
import type { CsvColumn } from "@/lib/core/csv";
import type {
  ConnectionHealth,
  QuotaHealth,
  StreamHealth,
} from "@/lib/services/connection/live/stream-health";

export const streamColumns: CsvColumn<
  StreamHealth & { state: string; lag: ConnectionHealth["lag"][number] | null }
>[] = [
  { header: "stream", value: (row) => row.stream },
  { header: "state", value: (row) => row.state },
  { header: "last_ok_at", value: (row) => row.lastOkAt },
  { header: "next_due_at", value: (row) => row.nextDueAt },
  { header: "wanted_every_seconds", value: (row) => row.wantedSeconds },
  { header: "lag_p50_seconds", value: (row) => row.lag?.p50Seconds },
  { header: "lag_p95_seconds", value: (row) => row.lag?.p95Seconds },
  { header: "asked_for", value: (row) => row.wanted },
  { header: "failures_in_a_row", value: (row) => row.failures },
  { header: "open_until", value: (row) => row.openUntil },
  { header: "error", value: (row) => row.lastErrorCode },
];

export const quotaColumns: CsvColumn<QuotaHealth>[] = [
  { header: "quota", value: (row) => row.bucket },
  { header: "left_share", value: (row) => row.leftShare },
  { header: "burst", value: (row) => row.burst },
  { header: "restored_per_second", value: (row) => row.perSecond },
  { header: "held_back_until", value: (row) => row.blockedUntil },
];

export const webhookColumns: CsvColumn<ConnectionHealth["webhooks"][number]>[] = [
  { header: "result", value: (row) => row.result },
  { header: "calls", value: (row) => row.count },
  { header: "last_at", value: (row) => row.lastAt },
];

export const callColumns: CsvColumn<CallsOfHour>[] = [
  { header: "hour", value: (row) => row.hour },
  { header: "requests", value: (row) => row.calls },
  { header: "held_back", value: (row) => row.throttled },
  { header: "failed", value: (row) => row.failed },
  { header: "answer_milliseconds", value: (row) => row.millisecondsAverage },
];

export const runColumns: CsvColumn<ConnectionHealth["runs"][number]>[] = [
  { header: "run", value: (row) => row.id },
  { header: "kind", value: (row) => row.kind },
  { header: "by", value: (row) => row.trigger },
  { header: "state", value: (row) => row.state },
  { header: "read", value: (row) => row.read },
  { header: "accepted", value: (row) => row.accepted },
  { header: "unchanged", value: (row) => row.unchanged },
  { header: "rejected", value: (row) => row.rejected },
  { header: "started_at", value: (row) => row.startedAt },
  { header: "finished_at", value: (row) => row.finishedAt },
];
