import type { ListedConnection } from "@/lib/services/connection/list-connections";

/** A connection as the page hands it on: times as text. */
export type ConnectionRow = Omit<
  ListedConnection,
  "lastEventAt" | "lastConfirmedAt" | "lastErrorAt" | "lastErrorSay" | "reconnectSince"
> & {
  lastEventAt: string | null;
  lastConfirmedAt: string | null;
  lastErrorAt: string | null;
  reconnectSince: string | null;
};
