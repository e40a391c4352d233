import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { matchesRoute } from "./matches-route";
import { alertWords, type Language, languageOf } from "./words";

/** A message that is to be sent now. */
export interface AlertMessage {
  deliveryId: number;
  /** The same on every attempt. */
  messageId: string;
  event: "raised" | "ended" | "test";
  medium: "email" | "webhook";
  /** A person's id, or a connection's. */
  recipient: string;
  /** Null: a message that tries a route out. */
  alert: {
    id: number;
    kind: string;
    severity: string;
    params: Record<string, string | number>;
    /** Key of the connection it is about; null: of none. */
    source: string | null;
    href: string;
    beganAt: Date;
    endedAt: Date | null;
  } | null;
  /** Of mail. Null: the person is gone or disabled, or no route tells them of it any more. */
  person: { email: string; language: Language } | null;
}

const attemptsMax = 8;
const claimSeconds = 120;

/** Takes a message that waits; another worker does not get it for a while. Null: none waits. */
export async function claimMessage(db: Db): Promise<AlertMessage | null> {
  const [row] = await db<ClaimedRow[]>`
    with taken as (
      update alert_delivery set attempts = attempts + 1, not_before = now() + make_interval(secs => ${claimSeconds})
      where id = (select id from alert_delivery where state = 'waiting' and not_before <= now() order by not_before, id limit 1
        for update skip locked)
      returning *)
    select d.id as "deliveryId", d.event, d.medium, d.recipient, u.email, u.preferences -> 'language' as language,
      case when a.id is not null then jsonb_build_object('id', a.id, 'kind', a.kind, 'severity', a.severity, 'params', a.params,
        'source', c.key, 'href', a.href, 'beganAt', a.began_at, 'endedAt', a.ended_at) end as alert
    from taken d left join alert a on a.id = d.alert_id left join connection c on c.id = a.connection_id
    left join app_user u on d.medium = 'email' and u.id = d.recipient and not u.disabled and (d.event = 'test' or exists (
      select from alert_route r where (r.role = u.role or r.user_id = u.id) and ${matchesRoute(db)}))`;
  if (!row) return null;
  const { deliveryId, event, medium, recipient, alert } = row;
  return {
    deliveryId,
    messageId: `alert-${alert?.id ?? "test"}-${event}-${deliveryId}`,
    event,
    medium,
    recipient,
    alert: alert && {
      ...alert,
      beganAt: new Date(alert.beganAt),
      endedAt: alert.endedAt === null ? null : new Date(alert.endedAt),
    },
    person: row.email === null ? null : { email: row.email, language: languageOf(row.language) },
  };
}

/** Times inside JSON arrive as text. */
type ClaimedAlert = Omit<NonNullable<AlertMessage["alert"]>, "beganAt" | "endedAt"> & {
  beganAt: string;
  endedAt: string | null;
};
type ClaimedRow = Pick<AlertMessage, "deliveryId" | "event" | "medium" | "recipient"> & {
  email: string | null;
  language: unknown;
  alert: ClaimedAlert | null;
};

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
  await announce(db, "settings");
}

/** When the next message waits to be sent, in seconds from now; null: none waits. */
export async function nextMessageSeconds(db: Queryable): Promise<number | null> {
  // Not greatest(0, …): of nothing that waits it makes 0, and the job would ask for itself without end.
  const [row] = await db<{ seconds: number | null }[]>`
    select extract(epoch from min(not_before) - now())::float8 as seconds from alert_delivery where state = 'waiting'`;
  return row?.seconds == null ? null : Math.max(0, row.seconds);
}

const minuteOf = (at: Date): string => at.toISOString().slice(0, 16).replace("T", " ");

/** Subject and text of a message in a language. `address`: where people reach Plimsoll; null: not set. */
export function writeMessage(
  { event, alert }: Pick<AlertMessage, "event" | "alert">,
  language: Language,
  address: string | null,
): { subject: string; text: string } {
  const words = alertWords(language);
  if (!alert) return { subject: words("mail.test"), text: `${words("mail.testText")}\n` };
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
