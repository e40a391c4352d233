import type { Jobs } from "@/db/enqueue";
import { loadAccount } from "@/lib/ingest/sync/account";
import { openSession } from "@/lib/ingest/sync/session";
import { webhookAddress } from "@/lib/services/connection/live/webhook-address";
import type { JobContext } from "./registry";

/**
 * Asks a vendor to call us for what its streams need. While this workspace has no address of its own, or the vendor
 * refuses, polling alone brings everything. Fails, to be tried again later, when the vendor cannot be reached.
 */
export async function handler(
  { connectionId }: Jobs["webhooks.subscribe"],
  { db, log, signal }: JobContext,
): Promise<void> {
  const account = await loadAccount(db, { id: connectionId });
  const address = account && webhookAddress(account.key);
  if (!account?.connector.webhooks?.subscribe || !address) return;
  const opened = openSession(db, account, { log, signal });
  try {
    await account.connector.webhooks.subscribe(opened.session, address);
    log.info({ connection: account.key }, "call-backs asked for");
  } finally {
    await opened.close();
  }
}
