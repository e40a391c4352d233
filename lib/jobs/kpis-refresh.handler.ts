import type { Jobs } from "@/db/enqueue";
import { catchUp } from "./catch-up";
import { refreshKpis } from "./kpis-refresh";
import type { JobContext } from "./registry";

/**
 * Works out the KPIs of the last days. KPIs are built on the figures, so the figures of every change committed before the
 * job began are worked out first: otherwise a job that overtakes them would leave out those changes until the next hour.
 */
export async function handler(payload: Jobs["kpis.refresh"], { db, log, signal }: JobContext): Promise<void> {
  const startedAt = Date.now();
  await catchUp(db, signal);
  const days = await refreshKpis(db, payload.days === undefined ? {} : { days: payload.days });
  log.debug({ days, milliseconds: Date.now() - startedAt }, "kpis worked out");
}
