import type { Jobs } from "@/db/enqueue";
import { readEnv } from "@/lib/core/env";
import { checkAlerts } from "@/lib/services/alert/check-alerts";
import type { JobContext } from "./registry";

/** Brings alerts in step with what is wrong. */
export async function handler(_payload: Jobs["alerts.check"], { db, log }: JobContext): Promise<void> {
  const { PLIMSOLL_SMTP_URL, PLIMSOLL_SMTP_FROM } = readEnv();
  const mail = PLIMSOLL_SMTP_URL !== undefined && PLIMSOLL_SMTP_FROM !== undefined;
  const { raised, ended } = await checkAlerts(db, new Date(), { mail });
  if (raised + ended > 0) log.info({ raised, ended }, "alerts changed");
}
