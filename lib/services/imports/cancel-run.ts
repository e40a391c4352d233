import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { noImport } from "./missing";

/**
 * Stops an import after the batch it is at; what was brought in stays. Throws Conflict when it is over already.
 */
export async function cancelRun(db: Db, actor: Actor, runId: number): Promise<void> {
  authorise(actor, "import.run");
  await db.begin(async (tx) => {
    const [row] = await tx`
      update sync_run set state = 'cancelled', finished_at = now() where id = ${runId} and state in ('queued', 'running') returning id`;
    if (!row) {
      const [run] = await tx<{ state: string }[]>`select state from sync_run where id = ${runId}`;
      if (!run) throw noImport();
      throw new Conflict(`This import is ${run.state} already, so there is nothing to stop.`, {
        say: say("refusals.import.over", { state: run.state }),
      });
    }
    await announce(tx, "imports", [runId]);
    await writeAudit(tx, actor, { verb: "import.cancel", entity: "import", entityId: runId });
  });
}
