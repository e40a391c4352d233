import { expect, test } from "vitest";
import { streamState } from "./stream-state";

const now = new Date("2026-03-01T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
const stream = { wantedSeconds: 60, paused: false, lastOkAt: ago(30), openUntil: null };
const connection = { state: "active", reconnectSince: null };

test("a stream that was read within its interval is fresh, and late after two of them and a minute", () => {
  expect(streamState(stream, connection, now)).toBe("fresh");
  expect(streamState({ ...stream, lastOkAt: ago(180) }, connection, now)).toBe("fresh");
  expect(streamState({ ...stream, lastOkAt: ago(181) }, connection, now)).toBe("late");
  expect(streamState({ ...stream, lastOkAt: null }, connection, now)).toBe("first");
});

test("the gravest of what is so is said", () => {
  const open = { ...stream, openUntil: ago(-60) };
  expect(streamState(open, connection, now)).toBe("open");
  expect(streamState({ ...open, openUntil: ago(1) }, connection, now)).toBe("fresh");
  expect(streamState({ ...open, paused: true }, connection, now)).toBe("paused");
  expect(streamState(stream, { ...connection, state: "paused" }, now)).toBe("paused");
  expect(streamState(open, { state: "error", reconnectSince: ago(60) }, now)).toBe("reconnect");
  expect(streamState(open, { state: "disconnected", reconnectSince: ago(60) }, now)).toBe("disconnected");
});
