import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Invalid, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { type MailState, mailState } from "./mail-state";

/** Absent: by e-mail to whoever asks. */
export const sendTestSchema = z.object({ connectionId: z.number().int().positive().optional() });

/**
 * Sends a test message the way an alert goes: by e-mail to oneself, or to a connection by signed webhook. What became of it is
 * in the list of messages. Throws Forbidden, Invalid when mail is not set up, or NotFound.
 */
export async function sendTest(
  db: Db,
  actor: Actor,
  request: z.input<typeof sendTestSchema>,
  mail: MailState = mailState(),
): Promise<{ deliveryId: number }> {
  authorise(actor, "connection.manage");
  const { connectionId } = parseInput(sendTestSchema, request);
  if (connectionId === undefined && mail.missing.length > 0)
    throw new Invalid(`E-mail is not set up: ${mail.missing.join(", ")} missing. Nothing was sent.`, {
      say: say("alerts.errors.noMail", { missing: { all: mail.missing } }),
    });
  return db.begin(async (tx) => {
    const [row] =
      connectionId === undefined
        ? await tx<{ id: number }[]>`
            insert into alert_delivery (event, medium, recipient)
            select 'test', 'email', id from app_user where id = ${actor.id} returning id`
        : await tx<{ id: number }[]>`
            insert into alert_delivery (event, medium, recipient) select 'test', 'webhook', id::text from connection
            where id = ${connectionId} and vendor = 'webhook' and state <> 'disconnected' returning id`;
    if (!row)
      throw new NotFound("There is nobody to send a test message to; nothing was sent.", {
        say: say(connectionId === undefined ? "alerts.errors.noPerson" : "alerts.errors.noWebhook"),
      });
    await enqueue(tx, "alerts.deliver", {}, { key: "alerts.deliver" });
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "alert.test",
      entity: "alert_route",
      entityId: connectionId ?? "email",
      after: { medium: connectionId === undefined ? "email" : "webhook" },
    });
    return { deliveryId: row.id };
  });
}
