import type { Target } from "@/lib/core/outbound";
import { failureCode, signedRequest } from "./request";
import { meaningOf } from "./send";

/** Posts an alert as a signed webhook (Standard Webhooks), `alert.raised`, `alert.ended` or `alert.test`. Never throws. */
export async function sendAlert(
  target: Target | null,
  message: { id: string; type: `alert.${"raised" | "ended" | "test"}`; data: Record<string, unknown> },
  signal: AbortSignal,
): Promise<{ outcome: "sent" | "retry" | "failed"; error: string | null }> {
  if (!target) return { outcome: "failed", error: "no_address" };
  const { id, type, data } = message;
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
  try {
    const answer = meaningOf(await signedRequest(target, { method: "POST", path: "", id, body }, signal));
    if (answer.outcome === "accepted") return { outcome: "sent", error: null };
    return { outcome: answer.outcome === "retry" ? "retry" : "failed", error: answer.reason };
  } catch (error) {
    const code = failureCode(error);
    return { outcome: code === "inside_address" ? "failed" : "retry", error: code };
  }
}
