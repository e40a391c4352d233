"use server";

import { z } from "zod";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { cancelRun } from "@/lib/services/imports/cancel-run";
import { deleteMapping } from "@/lib/services/imports/delete-mapping";
import { runImportAgain } from "@/lib/services/imports/run-again";
import { saveMapping, saveMappingSchema } from "@/lib/services/imports/save-mapping";
import { startImport, startImportSchema } from "@/lib/services/imports/start-import";

const byId = z.object({ id: z.number().int().positive() });

/** Checks a file without writing, or brings it in. */
export const startImportAction = action(startImportSchema, async (actor, input) =>
  startImport(getDb(), actor, input),
);

/** Brings in a file that was checked, or one that was brought in before, with the same mapping. */
export const runAgainAction = action(byId, async (actor, { id }) => runImportAgain(getDb(), actor, id));

export const cancelRunAction = action(byId, async (actor, { id }) => cancelRun(getDb(), actor, id));

export const saveMappingAction = action(saveMappingSchema, async (actor, input) => ({
  ...(await saveMapping(getDb(), actor, input)),
  name: input.name,
}));

export const deleteMappingAction = action(byId, async (actor, { id }) => deleteMapping(getDb(), actor, id));
