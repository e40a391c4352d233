import { type Session, VendorError } from "@/lib/connectors/live-contract";
import type { Reading, SendResult } from "@/lib/core/outbound";
import type { UserErrors } from "../wire-types";

/** Seconds until a refused grant is tried again: somebody has to reconnect first. */
const RECONNECT_SECONDS = 300;

const nothing: SendResult = {
  outcome: "failed",
  httpStatus: null,
  answer: null,
  receipt: null,
  reason: null,
  retryAfterSeconds: null,
  current: null,
};

export const accepted = (receipt: Record<string, unknown>): SendResult => ({
  ...nothing,
  outcome: "accepted",
  httpStatus: 200,
  receipt,
});

export const failed = (reason: string, answer: string | null = null): SendResult => ({
  ...nothing,
  reason,
  answer: answer?.slice(0, 500) ?? null,
});

export const refused = (reason: string, answer: string | null, current: Reading | null): SendResult => ({
  ...nothing,
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
    if (session.signal.aborted) return { ...nothing, outcome: "retry", reason: "stopped" };
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
