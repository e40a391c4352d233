"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_edge/action";
import { getDb } from "@/db/client";
import { connectLive } from "@/lib/services/connection/live/connect-live";
import { disconnect, disconnectSchema } from "@/lib/services/connection/live/disconnect";
import { reconnect } from "@/lib/services/connection/live/reconnect";
import { setPlace, setPlaceSchema } from "@/lib/services/connection/live/set-place";
import {
  pauseStream,
  resumeStream,
  resync,
  startBackfill,
  syncNow,
} from "@/lib/services/connection/live/streams";
import { savePreset } from "@/lib/services/imports/save-preset";

const path = "/settings/connections";
const again = () => revalidatePath(path, "layout");

/** The vendor's own settings travel as `entered.<key>`, so that they meet no field of the form. */
const enteredIn = (form: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) =>
      name.startsWith("entered.") && typeof value === "string" ? [[name.slice(8), value]] : [],
    ),
  );

const connectForm = z.looseObject({
  vendor: z.string(),
  key: z.string(),
  name: z.string(),
  historyDays: z.string().default("90"),
  baseUrl: z.string().default(""),
  allowPrivateNetwork: z.literal("on").optional(),
  keepsStock: z.literal("on").optional(),
});

export const connectAction = action(connectForm, async (actor, form) => {
  const { vendor, key, name, historyDays, baseUrl } = form;
  const made = await connectLive(getDb(), actor, {
    vendor,
    key,
    name,
    historyDays,
    baseUrl,
    allowPrivateNetwork: form.allowPrivateNetwork === "on",
    keepsStock: form.keepsStock === "on",
    entered: enteredIn(form),
  });
  again();
  return { ...made, name };
});

const reconnectForm = z.looseObject({ connectionId: z.coerce.number() });

export const reconnectAction = action(reconnectForm, async (actor, form) => {
  const entered = enteredIn(form);
  const answer = await reconnect(getDb(), actor, { connectionId: form.connectionId, entered });
  again();
  return answer;
});

export const disconnectAction = action(disconnectSchema, async (actor, input) => {
  const effect = await disconnect(getDb(), actor, input);
  again();
  return effect;
});

const ofStream = z.object({ connectionId: z.coerce.number(), stream: z.string() });
const ofConnection = z.object({ connectionId: z.coerce.number(), stream: z.string().nullable() });
type Named = Parameters<typeof pauseStream>[2];

export const syncNowAction = action(ofConnection, async (actor, input) => {
  const answer = await syncNow(getDb(), actor, input as Named);
  again();
  return answer;
});

export const pauseAction = action(ofStream, async (actor, input) => {
  await pauseStream(getDb(), actor, input as Named);
  again();
  return null;
});

export const resumeAction = action(ofStream, async (actor, input) => {
  await resumeStream(getDb(), actor, input as Named);
  again();
  return null;
});

export const resyncAction = action(ofStream, async (actor, input) => {
  await resync(getDb(), actor, input as Named);
  again();
  return null;
});

const backfillForm = ofStream.extend({ from: z.string(), until: z.string().default("") });

export const backfillAction = action(backfillForm, async (actor, { until, ...input }) => {
  await startBackfill(getDb(), actor, { ...(input as Named), from: input.from, until: until || null });
  again();
  return null;
});

export const setPlaceAction = action(setPlaceSchema, async (actor, input) => {
  const answer = await setPlace(getDb(), actor, input);
  again();
  return answer;
});

const presetForm = z.object({ preset: z.string(), name: z.string() });

export const savePresetAction = action(presetForm, async (actor, input) => savePreset(getDb(), actor, input));
