import { enqueue, type Jobs } from "@/db/enqueue";
import { isLive } from "@/lib/ingest/sync/vendors";
import type { JobContext } from "./registry";

const attemptsMax = 3;

/** Asks every live vendor again to call us: some give a call-back up after a few failures and never say so. */
export async function handler(_payload: Jobs["webhooks.renew"], { db, log }: JobContext): Promise<void> {
  const rows = await db<{ id: number; vendor: string }[]>`
    select c.id, c.vendor from connection c left join connection_account a on a.connection_id = c.id
    where c.state in ('active', 'error') and a.reconnect_since is null order by c.id`;
  const live = rows.filter(({ vendor }) => isLive(vendor));
  for (const { id } of live)
    await enqueue(
      db,
      "webhooks.subscribe",
      { connectionId: id },
      { key: `webhooks.subscribe:${id}`, maxAttempts: attemptsMax },
    );
  if (live.length > 0) log.info({ connections: live.length }, "call-backs asked for again");
}
