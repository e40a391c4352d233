import { type FailureClass, type VendorAnswer, VendorError } from "../live-contract";
import { type Operation, usualRate } from "./operations";
import { errorList } from "./wire-types/shared";

const saidMax = 300;
/** What 503 is waited for where it does not say. */
const unavailableSeconds = 2;

/** What the vendor said, in one line of at most 300 characters. */
export const describeErrors = (
  errors: readonly { code: string; message?: string; details?: string }[],
): string =>
  errors
    .map(({ code, message, details }) => [code, message, details].filter(Boolean).join(": "))
    .join("; ")
    .slice(0, saidMax);

/** Seconds of a Retry-After header; null without one. */
export function waitOf(headers: Readonly<Record<string, string>>): number | null {
  const seconds = Number(headers["retry-after"]);
  return headers["retry-after"] !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** Requests a second that the answer grants for its operation; null when it does not say. */
export function grantedRate(headers: Readonly<Record<string, string>>): number | null {
  const rate = Number(headers["x-amzn-ratelimit-limit"]);
  return Number.isFinite(rate) && rate > 0 ? rate : null;
}

/** Whether the answer says that the access token itself is the trouble, not what it may do. */
export function tokenRefused(answer: VendorAnswer): boolean {
  if (answer.status !== 401 && answer.status !== 403) return false;
  return errorsOf(answer.text).some(({ details, message }) =>
    /token.*(expired|revoked|malformed|invalid)|expired.*token/i.test(`${details ?? ""} ${message ?? ""}`),
  );
}

/**
 * What an answer that is no success means. 429 and 503 are worth waiting for, other 5xx worth another try, 4xx never:
 * Amazon answers them the same however often they are sent.
 */
export function failureOf(operation: Operation, answer: VendorAnswer): VendorError {
  const { status, headers } = answer;
  const errors = errorsOf(answer.text);
  const code = errors[0]?.code ?? `http_${status}`;
  const said = describeErrors(errors) || `HTTP ${status}`;
  const message = `${operation}: ${said}`;
  const wait = waitOf(headers) ?? 1 / (grantedRate(headers) ?? usualRate(operation));
  if (status === 429) return new VendorError("throttled", code, message, wait);
  if (status === 503)
    return new VendorError("throttled", code, message, waitOf(headers) ?? unavailableSeconds);
  if (status >= 500) return new VendorError("transient", code, message, waitOf(headers));
  if (status === 401 || tokenRefused(answer)) return new VendorError("unauthorised", code, message);
  return new VendorError(classOf(status), code, message);
}

const classOf = (status: number): FailureClass =>
  status === 403 ? "forbidden" : status >= 400 ? "refused" : "unexpected";

function errorsOf(text: string): { code: string; message?: string; details?: string }[] {
  try {
    const parsed = errorList.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.errors : [];
  } catch {
    return [];
  }
}
