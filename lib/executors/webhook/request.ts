import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { Webhook } from "standardwebhooks";
import type { Target } from "@/lib/core/outbound";
import { checkLiteralAddress, outsideLookup } from "@/lib/core/outside-address";

const timeoutMs = 10_000;
const answerBytesMax = 256 * 1024;

export interface Answer {
  status: number;
  text: string;
  retryAfterSeconds: number | null;
}

/**
 * One signed request (Standard Webhooks over the body; of a reading, over the path in the request line). Redirects are
 * not followed and connections not reused, so only the address that was checked is ever spoken to. Rejects with
 * InsideAddress, or with the network's error.
 */
export async function signedRequest(
  target: Target,
  request: { method: "GET" | "POST"; path: string; id: string; body?: string },
  signal: AbortSignal,
): Promise<Answer> {
  const url = new URL(target.baseUrl + request.path);
  if (!target.allowPrivateNetwork) checkLiteralAddress(url);
  const at = new Date();
  const signed = request.body ?? url.pathname + url.search;
  const headers: Record<string, string> = {
    accept: "application/json",
    "user-agent": "plimsoll",
    "webhook-id": request.id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    // One signature a secret that holds; a receiver takes the message if any of them fits.
    "webhook-signature": [target.secret, ...(target.formerSecrets ?? [])]
      .map((secret) => new Webhook(secret).sign(request.id, at, signed))
      .join(" "),
  };
  if (request.body !== undefined) {
    headers["content-type"] = "application/json";
    headers["content-length"] = String(Buffer.byteLength(request.body));
  }
  const open = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = open(
      url,
      {
        method: request.method,
        headers,
        agent: false,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        ...(target.allowPrivateNetwork ? {} : { lookup: outsideLookup }),
      },
      (incoming) => {
        const parts: Buffer[] = [];
        let size = 0;
        incoming.on("data", (part: Buffer) => {
          size += part.length;
          if (size > answerBytesMax) incoming.destroy(new Error("answer too long"));
          else parts.push(part);
        });
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            text: Buffer.concat(parts).toString("utf8"),
            retryAfterSeconds: retryAfter(incoming.headers["retry-after"], at),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(request.body);
  });
}

/** Retry-After as seconds from now (RFC 9110 §10.2.3: seconds or a date); null when absent or unreadable. */
export function retryAfter(header: string | undefined, now: Date): number | null {
  if (!header) return null;
  if (/^\d+$/.test(header.trim())) return Math.min(Number(header), 86_400);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.min(Math.max(0, Math.ceil((at - now.getTime()) / 1000)), 86_400);
}

/** A short code for a request that brought no answer. */
export function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return "no_answer";
  if (error.name === "InsideAddress") return "inside_address";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "timeout";
  const code = (error as NodeJS.ErrnoException).code;
  return code ? code.toLowerCase() : "no_answer";
}

/** JSON of an answer, or null when it is none. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
