import { z } from "zod";
import {
  adReading,
  type OutboundMessage,
  type Reading,
  type SendResult,
  type Target,
  transferReading,
  unsent,
} from "@/lib/core/outbound";
import { type Answer, failureCode, parseAnswer, signedRequest } from "./request";

const answerShape = z.object({
  receipt: z.record(z.string(), z.unknown()).optional(),
  current: z.unknown().optional(),
  error: z
    .object({ code: z.string(), message: z.string().optional(), retryable: z.boolean().optional() })
    .optional(),
});

/** Posts one message. What the vendor's answer means is fixed by sandbox/PROTOCOL.md; no answer is never taken for "no effect". */
export async function sendMessage(
  message: OutboundMessage,
  target: Target | null,
  signal: AbortSignal,
): Promise<SendResult> {
  if (!target) return unsent("failed", "no_address");
  const body = JSON.stringify({
    type: message.type,
    timestamp: new Date().toISOString(),
    data: message.data,
  });
  try {
    return meaningOf(await signedRequest(target, { method: "POST", path: "", id: message.id, body }, signal));
  } catch (error) {
    const reason = failureCode(error);
    const result = unsent(reason === "inside_address" ? "failed" : "retry", reason);
    return { ...result, answer: error instanceof Error ? error.message.slice(0, 500) : null };
  }
}

/** What an answer to a sent message means for the action. */
export function meaningOf(answer: Answer): SendResult {
  const parsed = answerShape.safeParse(parseAnswer(answer.text));
  const content = parsed.success ? parsed.data : {};
  const result: SendResult = {
    ...unsent("failed", content.error?.code ?? `http_${answer.status}`),
    httpStatus: answer.status,
    answer: answer.text.slice(0, 2_000),
    retryAfterSeconds: answer.retryAfterSeconds,
    current: readingIn(content.current),
  };
  if (answer.status >= 200 && answer.status < 300)
    return { ...result, outcome: "accepted", reason: null, receipt: content.receipt ?? {} };
  if (answer.status === 409) return { ...result, outcome: "refused" };
  const retryable =
    answer.status === 408 || answer.status === 425 || answer.status === 429 || answer.status >= 500;
  return retryable || content.error?.retryable === true ? { ...result, outcome: "retry" } : result;
}

function readingIn(current: unknown): Reading | null {
  const ad = adReading.safeParse(current);
  if (ad.success) return { subject: "ad", ...ad.data };
  const transfer = transferReading.safeParse(current);
  return transfer.success ? { subject: "transfer", ...transfer.data } : null;
}
