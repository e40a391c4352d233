import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { checkAddress } from "./check-address";
import { connectionFields } from "./schemas";
import { refuseKeptElsewhere, warehouseConfig } from "./warehouse-role";

export const updateConnectionSchema = z.object({
  connectionId: z.coerce.number().int().positive(),
  /** paused: nothing is sent or read; disconnected: nothing is taken from it either. */
  state: z.enum(["active", "paused", "disconnected"]),
  ...connectionFields,
});

interface Before {
  name: string;
  state: string;
  config: Record<string, unknown>;
  lagLimitSeconds: number | null;
}

/**
 * Changes what is known of a connection; its secret and other options stay. Throws NotFound, Invalid for a location that is
 * not there, or Conflict for one whose stock another one keeps.
 */
export async function updateConnection(
  db: Db,
  actor: Actor,
  input: z.input<typeof updateConnectionSchema>,
): Promise<void> {
  authorise(actor, "connection.manage");
  const { connectionId, state, name, lagLimitMinutes, locations, ...config } = parseInput(
    updateConnectionSchema,
    input,
  );
  await db.begin(async (tx) => {
    const [before] = await tx<Before[]>`
      select name, state, config, lag_limit_seconds as "lagLimitSeconds" from connection where id = ${connectionId} for update`;
    if (!before)
      throw new NotFound("There is no such connection; nothing was changed.", {
        say: say("settings.errors.noConnection"),
      });
    // An address that stays was agreed to before; a connection must be paused without a word about it.
    const { baseUrl, allowPrivateNetwork } = before.config;
    if (config.baseUrl !== baseUrl || (allowPrivateNetwork === true && !config.allowPrivateNetwork))
      checkAddress(config.baseUrl, config.allowPrivateNetwork);
    const ran = before.config.role === "warehouse" ? codesOf(before.config.locations) : [];
    const runs = locations ?? ran;
    // One that ran them all along is paused and renamed without a word about it.
    const fresh = before.state === "disconnected" ? runs : runs.filter((code) => !ran.includes(code));
    if (state !== "disconnected") await refuseKeptElsewhere(tx, connectionId, fresh);
    const { role, locations: _, ...others } = before.config;
    const kept = role === undefined || role === "warehouse" ? {} : { role };
    const after = {
      name,
      state,
      config: { ...others, ...kept, ...config, ...warehouseConfig(runs) },
      lagLimitSeconds: lagLimitMinutes === null ? null : lagLimitMinutes * 60,
    };
    await tx`
      update connection set name = ${name}, state = ${state}, config = ${tx.json(after.config as never)},
        lag_limit_seconds = ${after.lagLimitSeconds}, last_error = case when ${state} = 'active' then null else last_error end
      where id = ${connectionId}`;
    await announce(tx, "sync");
    await writeAudit(tx, actor, {
      verb: "connection.update",
      entity: "connection",
      entityId: connectionId,
      before,
      after,
    });
  });
}

const codesOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((code) => typeof code === "string") : [];
