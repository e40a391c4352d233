import { createHmac, timingSafeEqual } from "node:crypto";
import type { WebhookCall } from "@/lib/connectors/live-contract";

/** Shopify tries for four hours; what is older is somebody else's repeat. */
const AGE_SECONDS_MAX = 5 * 3600;

/** Base64 of the HMAC-SHA256 over the raw body, by the app's secret; any of several while one is being replaced. */
export function verify(
  { headers, rawBody }: WebhookCall,
  secrets: readonly string[],
  now: Date,
): "ok" | "unsigned" | "stale" {
  const given = Buffer.from(headers["x-shopify-hmac-sha256"] ?? "", "base64");
  const fits = secrets.filter((secret) => {
    const wanted = createHmac("sha256", secret).update(rawBody, "utf8").digest();
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  if (fits.length === 0) return "unsigned";
  const triggered = Date.parse(headers["x-shopify-triggered-at"] ?? "");
  const age = (now.getTime() - triggered) / 1000;
  return age > AGE_SECONDS_MAX ? "stale" : "ok";
}
