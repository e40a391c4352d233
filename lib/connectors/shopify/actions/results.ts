import { type Session, VendorError } from "@/lib/connectors/live-contract";
import { blankSendResult, type Reading, type SendResult } from "@/lib/core/outbound";
import type { UserErrors } from "../wire-types";

/** Seconds until a refused grant is tried again: somebody has to reconnect first. */
const RECONNECT_SECONDS = 300;

export const accepted = (receipt: Record<string, unknown>): SendResult => ({
  ...blankSendResult,
  outcome: "accepted",
  httpStatus: 200,
  receipt,
});

export const failed = (reason: string, answer: string | null = null): SendResult => ({
  ...blankSendResult,
  reason,
  answer: answer?.slice(0, 500) ?? null,
});

export const refused = (reason: string, answer: string | null, current: Reading | null): SendResult => ({
  ...blankSendResult,
  outcome: "refused",
  httpStatus: 200,
  reason,
  answer: answer?.slice(0, 500) ?? null,
  current,
});

/** What user errors under 200 mean: another attempt is under way, else that it will not work. */
export function ofUserErrors(errors: UserErrors): SendResult {
  const [first] = errors;
  const code = (first?.code ?? "user_error").toLowerCase();
  const said = failed(code, errors.map(({ message }) => message).join("; "));
  const busy = code === "idempotency_concurrent_request" || code === "internal_error";
  return { ...said, httpStatus: 200, ...(busy ? { outcome: "retry" as const, retryAfterSeconds: 2 } : {}) };
}

/** Runs an action; what the vendor does wrong becomes a result, because sending never throws. */
export async function asResult(session: Session, act: () => Promise<SendResult>): Promise<SendResult> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    if (session.signal.aborted) return { ...blankSendResult, outcome: "retry", reason: "stopped" };
    const { failure, code, message, retryAfterSeconds } = error;
    const status = /^http_(\d+)$/.exec(code)?.[1];
    const again = failure === "throttled" || failure === "transient" || failure === "unauthorised";
    return {
      ...failed(code, message),
      httpStatus: status ? Number(status) : null,
      ...(again ? { outcome: "retry" as const } : {}),
      retryAfterSeconds: failure === "unauthorised" ? RECONNECT_SECONDS : retryAfterSeconds,
    };
  }
}
