import type { Reading, SendResult } from "@/lib/core/outbound";
import { VendorError } from "../../live-contract";

const answerMax = 500;
/** An administrator has to connect anew; the action waits for that and is not lost. */
const reconnectSeconds = 300;

const blank: SendResult = {
  outcome: "failed",
  httpStatus: null,
  answer: null,
  receipt: null,
  reason: null,
  retryAfterSeconds: null,
  current: null,
};

export const accepted = (
  httpStatus: number,
  receipt: Record<string, unknown>,
  current: Reading | null = null,
): SendResult => ({
  ...blank,
  outcome: "accepted",
  httpStatus,
  receipt,
  current,
});

export const failed = (reason: string, answer: string | null = null): SendResult => ({
  ...blank,
  reason,
  answer: answer?.slice(0, answerMax) ?? null,
});

export const refused = (reason: string, current: Reading | null): SendResult => ({
  ...blank,
  outcome: "refused",
  reason,
  current,
});

export const later = (
  reason: string,
  retryAfterSeconds: number,
  answer: string | null = null,
): SendResult => ({
  ...blank,
  outcome: "retry",
  reason,
  retryAfterSeconds,
  answer,
});

/** What a failed call means for the action. Nothing was done, or doing it again finds what was done. */
export function afterFailure(error: unknown): SendResult {
  if (!(error instanceof VendorError)) return { ...blank, outcome: "retry", reason: "unexpected" };
  const { failure, code, message, retryAfterSeconds } = error;
  const answer = message.slice(0, answerMax);
  if (failure === "unauthorised") return later("unauthorised", reconnectSeconds, answer);
  if (failure === "forbidden" || failure === "refused") return failed(code, answer);
  return { ...blank, outcome: "retry", reason: code, retryAfterSeconds, answer };
}
