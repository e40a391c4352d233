import type { Db } from "@/db/client";
import { loadAccount } from "@/lib/ingest/sync/account";
import { isLive } from "@/lib/ingest/sync/connect";
import { type Answered, takeVendorWebhook } from "@/lib/ingest/sync/vendor-webhook";

/** Longest body that any vendor sends. */
export const VENDOR_BODY_BYTES_MAX = 5 * 1024 * 1024;

/** Whether call-backs of this connection are in a vendor's own form rather than in ours. */
export async function takesVendorWebhooks(db: Db, connectionKey: string): Promise<boolean> {
  const [row] = await db<{ vendor: string }[]>`select vendor from connection where key = ${connectionKey}`;
  return row !== undefined && isLive(row.vendor);
}

/**
 * Takes a call-back of a live vendor: see takeVendorWebhook. Headers by lower-case name. A connection that is gone, or takes
 * none, is answered with 404, which makes vendors stop calling.
 */
export async function receiveVendorWebhook(
  db: Db,
  connectionKey: string,
  headers: Record<string, string>,
  rawBody: string,
): Promise<Pick<Answered, "status"> & { result: Answered["result"] | "unknown" }> {
  const account = await loadAccount(db, { key: connectionKey });
  if (!account?.connector.webhooks) return { status: 404, result: "unknown" };
  return takeVendorWebhook(db, account, account.connector.webhooks, { headers, rawBody }, new Date());
}
