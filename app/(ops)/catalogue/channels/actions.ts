"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { setChannel, setChannelSchema } from "@/lib/services/publishing/set-channel";

export const setChannelAction = action(setChannelSchema, async (actor, input) => {
  const saved = await setChannel(getDb(), actor, input);
  revalidatePath("/catalogue/channels");
  return saved;
});
