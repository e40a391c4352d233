import type { Jobs } from "@/db/enqueue";
import { refreshKpis } from "./kpis-refresh";
import type { JobContext } from "./registry";

/** Works out the KPIs of the last days. */
export async function handler(payload: Jobs["kpis.refresh"], { db, log }: JobContext): Promise<void> {
  const startedAt = Date.now();
  const days = await refreshKpis(db, payload.days === undefined ? {} : { days: payload.days });
  log.debug({ days, milliseconds: Date.now() - startedAt }, "kpis worked out");
}
