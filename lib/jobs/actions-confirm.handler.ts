import type { Jobs } from "@/db/enqueue";
import { executors } from "@/lib/executors/registry";
import { applyRead } from "@/lib/services/action/apply-read";
import { confirmManual } from "@/lib/services/action/confirm-manual";
import { requeueLost, takeDueForReading } from "@/lib/services/action/due";
import { findAction } from "@/lib/services/action/load";
import { subjectOf } from "@/lib/services/action/message";
import { loadConnection } from "@/lib/services/action/target";
import type { JobContext } from "./registry";

const readAtOnce = 4;
const readPerRun = 200;

/**
 * Looks whether what was accepted has happened: reads every due action's source and applies what it shows. Also puts
 * actions back on their way that a killed worker left behind. Runs every minute; several may run at once.
 */
export async function handler(_payload: Jobs["actions.confirm"], context: JobContext): Promise<void> {
  const { db, log, signal } = context;
  const lost = await requeueLost(db);
  if (lost > 0) log.warn({ lost }, "actions put back on their way");
  await confirmManual(db);
  const due = await takeDueForReading(db, readPerRun);
  const readNext = async (): Promise<void> => {
    for (let id = due.shift(); id !== undefined && !signal.aborted; id = due.shift())
      await readOne(context, id);
  };
  await Promise.all(Array.from({ length: readAtOnce }, readNext));
}

async function readOne(context: JobContext, id: string): Promise<void> {
  const { db, log, signal } = context;
  try {
    const action = await findAction(db, id);
    if (action?.connectionId == null) return;
    const connection = await loadConnection(db, { id: action.connectionId });
    const read = await executors[action.executor].read(
      subjectOf(action),
      connection?.target ?? null,
      signal,
      {
        db,
        connectionId: action.connectionId,
        log,
      },
    );
    await applyRead(db, id, read, connection?.readingSeconds ?? 300);
  } catch (error) {
    log.error({ err: error, actionId: id }, "a reading could not be applied");
  }
}
