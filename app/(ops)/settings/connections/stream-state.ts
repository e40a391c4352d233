export const streamStates = [
  "fresh",
  "first",
  "late",
  "paused",
  "open",
  "reconnect",
  "disconnected",
] as const;
/** Where a stream of a live connection stands, the gravest last. */
export type StreamState = (typeof streamStates)[number];

interface StreamFacts {
  wantedSeconds: number;
  paused: boolean;
  /** ISO times; null: never, or not so. */
  lastOkAt: string | null;
  openUntil: string | null;
}

interface ConnectionFacts {
  state: string;
  reconnectSince: string | null;
}

/** Poll intervals a stream may miss, beside a minute, before it counts as late. */
const intervalsAllowed = 2;

/** What a person is told of a stream: the gravest of what is so. */
export function streamState(stream: StreamFacts, connection: ConnectionFacts, now: Date): StreamState {
  if (connection.state === "disconnected") return "disconnected";
  if (connection.reconnectSince !== null) return "reconnect";
  if (stream.paused || connection.state === "paused") return "paused";
  if (stream.openUntil !== null && new Date(stream.openUntil) > now) return "open";
  if (stream.lastOkAt === null) return "first";
  const ageSeconds = (now.getTime() - new Date(stream.lastOkAt).getTime()) / 1000;
  return ageSeconds > stream.wantedSeconds * intervalsAllowed + 60 ? "late" : "fresh";
}
