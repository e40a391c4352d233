import type { LiveVendor } from "@/lib/services/connection/live/list-offers";
import type { ConnectionHealth, StreamHealth } from "@/lib/services/connection/live/stream-health";

/** A reading of the past as it travels to the browser. */
export interface PassRow {
  kind: "backfill" | "resync";
  since: string | null;
  until: string;
  pages: number;
  progress: number | null;
  running: boolean;
  read: number;
}

/** A stream as it travels to the browser: times as text, what the vendor offers beside what is so. */
export interface StreamRow {
  stream: StreamHealth["stream"];
  wantedSeconds: number;
  paused: boolean;
  lastOkAt: string | null;
  nextDueAt: string;
  openUntil: string | null;
  failures: number;
  lastErrorCode: string | null;
  lastErrorDetail: string | null;
  /** Single things still to be asked for. */
  wanted: number;
  /** Whether what is new is being read this moment. */
  reading: boolean;
  passes: PassRow[];
  p50Seconds: number | null;
  p95Seconds: number | null;
  /** Whether a chosen period can be read. */
  backfill: boolean;
  pushed: boolean;
}

/** The streams of a connection in the vendor's own order. */
export function streamRows(health: ConnectionHealth, offer: LiveVendor): StreamRow[] {
  const order = offer.streams.map(({ stream }) => stream);
  return health.streams
    .map(({ kind, passes, lastErrorAt: _, watermark: __, ...row }): StreamRow => {
      const lag = health.lag.find((one) => one.kind === kind);
      const spec = offer.streams.find(({ stream }) => stream === row.stream);
      return {
        ...row,
        lastOkAt: row.lastOkAt?.toISOString() ?? null,
        nextDueAt: row.nextDueAt.toISOString(),
        openUntil: row.openUntil?.toISOString() ?? null,
        reading: passes.some((pass) => pass.kind === "incremental" && pass.running),
        passes: passes.flatMap(({ kind: of, since, until, pages, progress, running, read }) =>
          of === "incremental"
            ? []
            : [
                {
                  kind: of,
                  since: since?.toISOString() ?? null,
                  until: until.toISOString(),
                  pages,
                  progress,
                  running,
                  read,
                },
              ],
        ),
        p50Seconds: lag?.p50Seconds ?? null,
        p95Seconds: lag?.p95Seconds ?? null,
        backfill: spec?.backfill ?? false,
        pushed: spec?.pushed ?? false,
      };
    })
    .sort((a, b) => order.indexOf(a.stream) - order.indexOf(b.stream));
}
