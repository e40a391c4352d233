import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { forgetTokens } from "./find-token";

export const revokeTokenSchema = z.object({ tokenId: z.coerce.number().int().positive() });

/** Makes a token worthless at once in this process and within seconds in others. Throws Conflict when it is already. */
export async function revokeToken(
  db: Db,
  actor: Actor,
  input: z.input<typeof revokeTokenSchema>,
): Promise<void> {
  authorise(actor, "token.manage");
  const { tokenId } = parseInput(revokeTokenSchema, input);
  await db.begin(async (tx) => {
    const [row] = await tx<{ name: string; prefix: string }[]>`
      update api_token set revoked_at = now() where id = ${tokenId} and revoked_at is null returning name, prefix`;
    if (!row)
      throw new Conflict("This token has been revoked already; nothing was changed.", {
        say: say("settings.errors.tokenRevoked"),
      });
    await announce(tx, "settings");
    await writeAudit(tx, actor, { verb: "token.revoke", entity: "token", entityId: tokenId, before: row });
  });
  forgetTokens();
}
