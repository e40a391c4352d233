import assert from "node:assert/strict";
import { VendorError } from "@/lib/connectors/live-contract";
import type { ReadResult } from "@/lib/core/outbound";
import { openSession } from "@/lib/ingest/sync/session";
import type { Bench } from "./bench";
import type { ConformanceSubject, StartedSubject } from "./subject";

/** Does something with the connection's own session. */
export async function withSession<T>(
  bench: Bench,
  work: (
    opened: ReturnType<typeof openSession>["session"],
    connector: Awaited<ReturnType<Bench["account"]>>["connector"],
  ) => Promise<T>,
): Promise<T> {
  const account = await bench.account();
  const opened = openSession(bench.db, account, { log: bench.log, signal: AbortSignal.timeout(30_000) });
  try {
    return await work(opened.session, account.connector);
  } finally {
    await opened.close();
  }
}

/** Sends one message as the executor does. */
export const send = (
  bench: Bench,
  message: Parameters<NonNullable<ConformanceSubject["connector"]["send"]>>[1],
) =>
  withSession(bench, async (session, { send: carryOut }) => {
    assert.ok(carryOut);
    return carryOut(session, message);
  });

/** Reads what the write of a subject concerns. */
export const readBack = (bench: Bench, { write }: StartedSubject): Promise<ReadResult> =>
  withSession(bench, async (session, { readBack: read }) => {
    assert.ok(read && write);
    try {
      return await read(session, write.subject);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      return { outcome: "unreadable", reason: error.code, retryAfterSeconds: null };
    }
  });

/** Some vendors take a moment to do what they accepted. */
export async function untilShown(bench: Bench, started: StartedSubject, wanted: string): Promise<string> {
  for (let look = 0; ; look++) {
    const now = shown(await readBack(bench, started));
    if (now === wanted || look === 50) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What a reading shows, as text. */
export function shown(read: ReadResult): string {
  if (read.outcome !== "seen") return JSON.stringify(read);
  const { reading } = read;
  return reading.subject === "quantity" ? String(reading.units) : reading.state;
}
