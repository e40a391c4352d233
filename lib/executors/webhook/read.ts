import { newId } from "@/lib/core/ids";
import { adReading, type ReadResult, type Subject, type Target, transferReading } from "@/lib/core/outbound";
import { failureCode, parseAnswer, signedRequest } from "./request";

/** PROTOCOL.md knows no listings: published quantities are read by live connectors only. */
type AskedByWebhook = Exclude<Subject, { subject: "quantity" }>;

/** Asks a vendor for the present state of a transfer, an ad or a campaign. Changes nothing there. */
export async function readSubject(
  subject: Subject,
  target: Target | null,
  signal: AbortSignal,
): Promise<ReadResult> {
  if (!target) return { outcome: "unreadable", reason: "no_address", retryAfterSeconds: null };
  if (subject.subject === "quantity")
    return { outcome: "unreadable", reason: "not_readable", retryAfterSeconds: null };
  try {
    const answer = await signedRequest(target, { method: "GET", path: pathOf(subject), id: newId() }, signal);
    if (answer.status === 404) return { outcome: "absent" };
    if (answer.status !== 200)
      return {
        outcome: "unreadable",
        reason: `http_${answer.status}`,
        retryAfterSeconds: answer.retryAfterSeconds,
      };
    return readingOf(subject, parseAnswer(answer.text));
  } catch (error) {
    return { outcome: "unreadable", reason: failureCode(error), retryAfterSeconds: null };
  }
}

function readingOf(subject: AskedByWebhook, content: unknown): ReadResult {
  if (subject.subject === "transfer") {
    const transfer = transferReading.safeParse(content);
    if (transfer.success) return { outcome: "seen", reading: { subject: "transfer", ...transfer.data } };
  } else {
    const ad = adReading.safeParse(content);
    if (ad.success) return { outcome: "seen", reading: { subject: "ad", ...ad.data } };
  }
  return { outcome: "unreadable", reason: "unexpected_answer", retryAfterSeconds: null };
}

function pathOf(subject: AskedByWebhook): string {
  if (subject.subject === "transfer") return `/transfers/${encodeURIComponent(subject.actionId)}`;
  const folder = subject.level === "campaign" ? "campaigns" : "ads";
  return `/${folder}/${encodeURIComponent(subject.externalId)}`;
}
