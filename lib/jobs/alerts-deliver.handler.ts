import { enqueue, type Jobs } from "@/db/enqueue";
import { readEnv } from "@/lib/core/env";
import { type MailResult, sendMail } from "@/lib/executors/email/send-mail";
import { sendAlert } from "@/lib/executors/webhook/send-alert";
import { loadConnection } from "@/lib/services/action/target";
import {
  type AlertMessage,
  claimMessage,
  nextMessageSeconds,
  recordMessage,
  writeMessage,
} from "@/lib/services/alert/deliveries";
import type { JobContext } from "./registry";

/** Sends the messages of alerts that wait. No transaction is open across the network. */
export async function handler(_payload: Jobs["alerts.deliver"], context: JobContext): Promise<void> {
  const { db, log, signal } = context;
  while (!signal.aborted) {
    const message = await claimMessage(db);
    if (!message) break;
    const result = await send(message, context);
    await recordMessage(db, message.deliveryId, result);
    if (result.outcome !== "sent")
      log.warn({ message: message.messageId, medium: message.medium, ...result }, "an alert was not sent");
  }
  const seconds = await nextMessageSeconds(db);
  if (seconds !== null)
    await enqueue(db, "alerts.deliver", {}, { key: "alerts.deliver", delaySeconds: Math.ceil(seconds) });
}

async function send(message: AlertMessage, { db, signal }: JobContext): Promise<MailResult> {
  const { PLIMSOLL_SMTP_URL: url, PLIMSOLL_SMTP_FROM: from, PLIMSOLL_ADDRESS: address } = readEnv();
  const { alert, event, messageId, person } = message;
  if (message.medium === "email") {
    if (!person) return { outcome: "failed", error: "no_longer_told" };
    if (!url || !from) return { outcome: "failed", error: "no_mail_server" };
    const { subject, text } = writeMessage(message, person.language, address ?? null);
    return sendMail({ url, from }, { to: person.email, subject, text, id: messageId });
  }
  const connection = await loadConnection(db, { id: Number(message.recipient) });
  const { subject } = writeMessage(message, "en", null);
  const link = alert && address ? new URL(alert.href, address).href : null;
  const data = { ...factsOf(alert), text: subject, link };
  return sendAlert(connection?.target ?? null, { id: messageId, type: `alert.${event}`, data }, signal);
}

function factsOf(alert: AlertMessage["alert"]): Record<string, unknown> {
  if (!alert) return {};
  const { id: alertId, kind, severity, params, source, beganAt, endedAt } = alert;
  return { alertId, kind, severity, source, params, beganAt, endedAt };
}
