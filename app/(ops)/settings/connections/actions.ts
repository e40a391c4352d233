"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { createConnection, createConnectionSchema } from "@/lib/services/connection/create-connection";
import { updateConnection, updateConnectionSchema } from "@/lib/services/connection/update-connection";

const path = "/settings/connections";

export const createConnectionAction = action(createConnectionSchema, async (actor, input) => {
  const made = await createConnection(getDb(), actor, input);
  revalidatePath(path);
  return made;
});

export const updateConnectionAction = action(updateConnectionSchema, async (actor, input) => {
  await updateConnection(getDb(), actor, input);
  revalidatePath(path);
  return null;
});
