import { blankSendResult, type Reading, type SendResult } from "@/lib/core/outbound";
import { VendorError } from "../../live-contract";

const answerMax = 500;
/** An administrator has to connect anew; the action waits for that and is not lost. */
const reconnectSeconds = 300;

export const accepted = (
  httpStatus: number,
  receipt: Record<string, unknown>,
  current: Reading | null = null,
): SendResult => ({
  ...blankSendResult,
  outcome: "accepted",
  httpStatus,
  receipt,
  current,
});

export const failed = (reason: string, answer: string | null = null): SendResult => ({
  ...blankSendResult,
  reason,
  answer: answer?.slice(0, answerMax) ?? null,
});

export const refused = (reason: string, current: Reading | null): SendResult => ({
  ...blankSendResult,
  outcome: "refused",
  reason,
  current,
});

export const later = (
  reason: string,
  retryAfterSeconds: number,
  answer: string | null = null,
): SendResult => ({
  ...blankSendResult,
  outcome: "retry",
  reason,
  retryAfterSeconds,
  answer,
});

/** What a failed call means for the action. Nothing was done, or doing it again finds what was done. */
export function afterFailure(error: unknown): SendResult {
  if (!(error instanceof VendorError)) return { ...blankSendResult, outcome: "retry", reason: "unexpected" };
  const { failure, code, message, retryAfterSeconds } = error;
  const answer = message.slice(0, answerMax);
  if (failure === "unauthorised") return later("unauthorised", reconnectSeconds, answer);
  if (failure === "forbidden" || failure === "refused") return failed(code, answer);
  return { ...blankSendResult, outcome: "retry", reason: code, retryAfterSeconds, answer };
}
