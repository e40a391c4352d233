import type { Db } from "@/db/client";
import { gather } from "@/lib/core/gather";
import { type LiveAccount, loadAccount } from "@/lib/ingest/sync/account";
import { isLive } from "@/lib/ingest/sync/connect";
import { type Answered, takeVendorWebhook } from "@/lib/ingest/sync/vendor-webhook";

/** Longest body that any vendor sends. */
export const VENDOR_BODY_BYTES_MAX = 5 * 1024 * 1024;

/** A connection whose call-backs are in a vendor's own form; its account is null while it is disconnected. */
export interface VendorConnection {
  account: LiveAccount | null;
}

const keysTogether = 1_000;
const finders = new WeakMap<Db, (key: string) => Promise<VendorConnection | "other">>();

/**
 * The connection with this key, where a live vendor calls it; null where its call-backs are in our own form, or there is
 * none. Calls that come while it is being looked up share the next look, which begins after they came.
 */
export async function findVendorConnection(db: Db, key: string): Promise<VendorConnection | null> {
  let find = finders.get(db);
  if (!find) {
    find = gather((keys) => findTogether(db, keys), keysTogether);
    finders.set(db, find);
  }
  const found = await find(key);
  return found === "other" ? null : found;
}

async function findTogether(db: Db, keys: readonly string[]): Promise<(VendorConnection | "other")[]> {
  const found = new Map<string, VendorConnection | "other">();
  for (const key of new Set(keys)) {
    const account = await loadAccount(db, { key });
    found.set(key, account || (await isOfVendor(db, key)) ? { account } : "other");
  }
  return keys.map((key) => found.get(key) ?? "other");
}

async function isOfVendor(db: Db, key: string): Promise<boolean> {
  const [row] = await db<{ vendor: string }[]>`select vendor from connection where key = ${key}`;
  return row !== undefined && isLive(row.vendor);
}

/**
 * Takes a call-back of a live vendor: see takeVendorWebhook. Headers by lower-case name. A connection that is gone, or takes
 * none, is answered with 404, which makes vendors stop calling.
 */
export async function receiveVendorWebhook(
  db: Db,
  { account }: VendorConnection,
  headers: Record<string, string>,
  rawBody: string,
): Promise<Pick<Answered, "status"> & { result: Answered["result"] | "unknown" }> {
  if (!account?.connector.webhooks) return { status: 404, result: "unknown" };
  return takeVendorWebhook(db, account, account.connector.webhooks, { headers, rawBody }, new Date());
}
