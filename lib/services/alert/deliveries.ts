import type { Db, Queryable } from "@/db/client";
import { alertWords, type Language, languageOf } from "./words";

/** A message that is to be sent now. */
export interface AlertMessage {
  deliveryId: number;
  /** The same on every attempt. */
  messageId: string;
  event: "raised" | "ended";
  medium: "email" | "webhook";
  /** A person's id, or a connection's. */
  recipient: string;
  alert: {
    id: number;
    kind: string;
    params: Record<string, string | number>;
    /** Key of the connection it is about; null: of none. */
    source: string | null;
    href: string;
    beganAt: Date;
    endedAt: Date | null;
  };
  /** Of mail. Null: the person is gone, disabled, or has another role by now. */
  person: { email: string; language: Language } | null;
}

const attemptsMax = 8;
const claimSeconds = 120;

/** Takes a message that waits; another worker does not get it for a while. Null: none waits. */
export async function claimMessage(db: Db): Promise<AlertMessage | null> {
  const [row] = await db<
    (Omit<AlertMessage, "messageId" | "alert" | "person"> &
      Omit<AlertMessage["alert"], "id"> & { alertId: number; email: string | null; language: unknown })[]
  >`
    with taken as (
      update alert_delivery set attempts = attempts + 1, not_before = now() + make_interval(secs => ${claimSeconds})
      where id = (select id from alert_delivery where state = 'waiting' and not_before <= now() order by not_before, id limit 1
        for update skip locked)
      returning *)
    select d.id as "deliveryId", d.event, d.medium, d.recipient, a.id as "alertId", a.kind, a.params, c.key as source, a.href,
      a.began_at as "beganAt", a.ended_at as "endedAt", u.email, u.preferences -> 'language' as language
    from taken d join alert a on a.id = d.alert_id left join connection c on c.id = a.connection_id
    left join app_user u on d.medium = 'email' and u.id = d.recipient and not u.disabled and u.role = any(a.roles)`;
  if (!row) return null;
  const { deliveryId, event, medium, recipient, alertId, kind, params, source, href, beganAt, endedAt } = row;
  return {
    deliveryId,
    messageId: `alert-${alertId}-${event}-${deliveryId}`,
    event,
    medium,
    recipient,
    alert: { id: alertId, kind, params, source, href, beganAt, endedAt },
    person: row.email === null ? null : { email: row.email, language: languageOf(row.language) },
  };
}

/** Keeps what became of a message. One that may work later waits longer each time, and is given up after some. */
export async function recordMessage(
  db: Queryable,
  deliveryId: number,
  result: { outcome: "sent" | "retry" | "failed"; error: string | null },
): Promise<void> {
  const { outcome, error } = result;
  await db`
    update alert_delivery set last_error = ${error?.slice(0, 500) ?? null}, sent_at = case when ${outcome === "sent"} then now() end,
      state = case when ${outcome} = 'retry' and attempts < ${attemptsMax} then 'waiting' when ${outcome} = 'sent' then 'sent' else 'failed' end,
      not_before = now() + make_interval(secs => least(3600, 15 * power(2, attempts)))
    where id = ${deliveryId}`;
}

/** When the next message waits to be sent, in seconds from now; null: none waits. */
export async function nextMessageSeconds(db: Queryable): Promise<number | null> {
  const [row] = await db<{ seconds: number | null }[]>`
    select greatest(0, extract(epoch from min(not_before) - now()))::float8 as seconds from alert_delivery where state = 'waiting'`;
  return row?.seconds ?? null;
}

const minuteOf = (at: Date): string => at.toISOString().slice(0, 16).replace("T", " ");

/** Subject and text of a message in a language. `address`: where people reach Plimsoll; null: not set. */
export function writeMessage(
  { event, alert }: Pick<AlertMessage, "event" | "alert">,
  language: Language,
  address: string | null,
): { subject: string; text: string } {
  const words = alertWords(language);
  const sentence = words(`kinds.${alert.kind}`, alert.params);
  const lines = [
    sentence,
    words("mail.since", { at: minuteOf(alert.beganAt) }),
    ...(event === "ended" && alert.endedAt ? [words("mail.over", { at: minuteOf(alert.endedAt) })] : []),
    ...(address ? [words("mail.look", { address: new URL(alert.href, address).href })] : []),
    "",
    words("mail.why"),
  ];
  return { subject: words(`mail.${event}`, { text: sentence }).slice(0, 200), text: `${lines.join("\n")}\n` };
}
