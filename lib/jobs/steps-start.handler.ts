import type { Jobs } from "@/db/enqueue";
import { startDueSteps } from "@/lib/services/recommendation/start-due-steps";
import type { JobContext } from "./registry";

/** Begins the steps of approved decisions whose time has come. */
export async function handler(_payload: Jobs["steps.start"], { db, log }: JobContext): Promise<void> {
  const begun = await startDueSteps(db);
  if (begun > 0) log.info({ begun }, "steps begun");
}
