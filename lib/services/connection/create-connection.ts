import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { sealSecret } from "@/lib/services/_shared/seal";
import { checkAddress } from "./check-address";
import { newSigningSecret } from "./new-secret";
import { CONNECTION_VENDORS, connectionFields } from "./schemas";
import { refuseKeptElsewhere, warehouseConfig } from "./warehouse-role";

export const createConnectionSchema = z.object({
  key: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  vendor: z.enum(CONNECTION_VENDORS),
  ...connectionFields,
});

/** A connection at the one moment when its secret can be read. */
export interface NewConnection {
  id: number;
  key: string;
  /** Signs what goes both ways; null where nothing is signed. */
  secret: string | null;
}

/**
 * Adds a connection; one that sends or takes messages gets a signing secret. Throws Conflict when the key is taken
 * or a location that it shall run has a keeper, Invalid for a location that is not there.
 */
export async function createConnection(
  db: Db,
  actor: Actor,
  input: z.input<typeof createConnectionSchema>,
): Promise<NewConnection> {
  authorise(actor, "connection.manage");
  const {
    key,
    vendor,
    name,
    lagLimitMinutes,
    locations = [],
    ...rest
  } = parseInput(createConnectionSchema, input);
  checkAddress(rest.baseUrl, rest.allowPrivateNetwork);
  const config = { ...rest, ...warehouseConfig(locations) };
  const secret = vendor === "webhook" ? newSigningSecret() : null;
  return db.begin(async (tx) => {
    await refuseKeptElsewhere(tx, null, locations);
    const [row] = await tx<{ id: number }[]>`
      insert into connection (key, vendor, name, config, lag_limit_seconds, secret_sealed)
      values (${key}, ${vendor}, ${name}, ${tx.json(config)}, ${lagLimitMinutes === null ? null : lagLimitMinutes * 60},
        ${secret === null ? null : sealSecret(secret)})
      on conflict (key) do nothing returning id`;
    if (!row)
      throw new Conflict(`There is a connection ${key} already. Choose another key; nothing was changed.`, {
        say: say("settings.errors.keyTaken", { key }),
        fieldErrors: { key: "is taken" },
        fieldSays: { key: say("settings.errors.keyTakenField") },
      });
    await announce(tx, "sync");
    await writeAudit(tx, actor, {
      verb: "connection.create",
      entity: "connection",
      entityId: row.id,
      after: { key, vendor, name, lagLimitMinutes, ...config },
    });
    return { id: row.id, key, secret };
  });
}
