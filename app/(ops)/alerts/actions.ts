"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { findAlert } from "@/db/queries/alerts";
import { acknowledgeAlert, acknowledgeAlertSchema } from "@/lib/services/alert/acknowledge";
import { reopenAlert, reopenAlertSchema } from "@/lib/services/alert/reopen";
import { snoozeAlert, snoozeAlertSchema } from "@/lib/services/alert/snooze";
import { type AlertItem, itemOf } from "./load";

export const acknowledgeAction = action(acknowledgeAlertSchema, async (actor, input) =>
  asItNowIs(await acknowledgeAlert(getDb(), actor, input)),
);

export const snoozeAction = action(snoozeAlertSchema, async (actor, input) =>
  asItNowIs(await snoozeAlert(getDb(), actor, input)),
);

export const reopenAction = action(reopenAlertSchema, async (actor, input) =>
  asItNowIs(await reopenAlert(getDb(), actor, input)),
);

/** The alert as it stands after what was done, so that its row can say so where it is. */
async function asItNowIs({ alertId }: { alertId: number }): Promise<AlertItem | null> {
  const row = await findAlert(getDb(), alertId);
  revalidatePath("/alerts");
  return row && itemOf(row);
}
