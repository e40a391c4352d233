import type { Tx } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** Why an alert could not be changed: it is not there, or it is over or seen to. */
export async function refuseAlert(tx: Tx, alertId: number): Promise<Error> {
  const [row] = await tx`select 1 from alert where id = ${alertId}`;
  return row
    ? new Conflict("This alert is over or somebody has seen to it already. Nothing was changed.", {
        say: say("alerts.errors.alertOver"),
      })
    : new NotFound("This alert does not exist. The list may be out of date; reload it.", {
        say: say("alerts.errors.noAlert"),
      });
}
