"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { removeAlertRoute, removeAlertRouteSchema } from "@/lib/services/alert/remove-route";
import { saveAlertRoute, saveAlertRouteSchema } from "@/lib/services/alert/save-route";
import { saveAlertSettings, saveAlertSettingsSchema } from "@/lib/services/alert/save-settings";
import { sendTest, sendTestSchema } from "@/lib/services/alert/send-test";

const refreshed = <Data>(data: Data): Data => {
  revalidatePath("/settings/alerts");
  return data;
};

export const saveRulesAction = action(saveAlertSettingsSchema, async (actor, input) =>
  refreshed(await saveAlertSettings(getDb(), actor, input)),
);

export const saveRouteAction = action(saveAlertRouteSchema, async (actor, input) =>
  refreshed(await saveAlertRoute(getDb(), actor, input)),
);

export const removeRouteAction = action(removeAlertRouteSchema, async (actor, input) =>
  refreshed(await removeAlertRoute(getDb(), actor, input)),
);

export const sendTestAction = action(sendTestSchema, async (actor, input) =>
  refreshed(await sendTest(getDb(), actor, input)),
);
