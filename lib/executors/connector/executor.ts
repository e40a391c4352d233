import { type LiveConnector, VendorError } from "@/lib/connectors/live-contract";
import { liveConnectorFor } from "@/lib/connectors/live-registry";
import { answerSecondsMost, type ReadResult, type SendResult, unsent } from "@/lib/core/outbound";
import { type LiveAccount, loadAccount } from "@/lib/ingest/sync/account";
import { recordRevoked } from "@/lib/ingest/sync/record-failure";
import { type OpenSession, openSession } from "@/lib/ingest/sync/session";
import type { Executor, LiveReach } from "../contract";

/** Carries actions out through the live connector of the connection's vendor; `find` is for tests. */
export const connectorExecutor = (
  find: (vendor: string) => LiveConnector | null = liveConnectorFor,
): Executor => ({
  send: async (message, _target, signal, reach) => {
    try {
      return await withSession(reach, signal, find, async ({ connector }, { session }) =>
        connector.send ? await connector.send(session, message) : unsent("failed", "not_supported"),
      );
    } catch (error) {
      return failedSend(error);
    }
  },
  read: async (subject, _target, signal, reach) => {
    try {
      return await withSession(reach, signal, find, async ({ connector }, { session }) =>
        connector.readBack ? await connector.readBack(session, subject) : unreadable("not_readable", null),
      );
    } catch (error) {
      const known = error instanceof VendorError ? error : null;
      return unreadable(known?.code ?? codeOf(error), known?.retryAfterSeconds ?? null);
    }
  },
});

async function withSession<T>(
  reach: LiveReach | null | undefined,
  signal: AbortSignal,
  find: (vendor: string) => LiveConnector | null,
  work: (account: LiveAccount, opened: OpenSession) => Promise<T>,
): Promise<T> {
  if (!reach)
    throw new VendorError("refused", "no_connection", "There is no connection to send this through.");
  const { db, connectionId, log } = reach;
  const account = await loadAccount(db, { id: connectionId }, find);
  if (!account) throw new VendorError("refused", "disconnected", "The connection is gone.");
  const ends = AbortSignal.any([signal, AbortSignal.timeout(answerSecondsMost * 1000)]);
  const opened = openSession(db, account, { log, signal: ends });
  try {
    return await work(account, opened);
  } catch (error) {
    if (error instanceof VendorError && error.failure === "unauthorised")
      await recordRevoked(db, connectionId, error.code);
    throw error;
  } finally {
    await opened.close();
  }
}

/** What a failure makes of a sending: a grant that is gone is waited for, since the action loses nothing by it. */
function failedSend(error: unknown): SendResult {
  if (!(error instanceof VendorError)) return unsent("retry", codeOf(error));
  const again =
    error.failure === "throttled" || error.failure === "transient" || error.failure === "unauthorised";
  return {
    ...unsent(again ? "retry" : "failed", error.code),
    answer: error.message.slice(0, 500),
    retryAfterSeconds: error.retryAfterSeconds,
  };
}

const codeOf = (error: unknown) =>
  error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")
    ? "timeout"
    : "internal";

const unreadable = (reason: string, retryAfterSeconds: number | null): ReadResult => ({
  outcome: "unreadable",
  reason,
  retryAfterSeconds,
});
