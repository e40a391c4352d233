import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { findCauses } from "./find-causes";
import { hrefOfKind, rolesOfKind } from "./kinds";
import { matchesRoute } from "./matches-route";
import { readAlertSettings } from "./settings";

export interface CheckedAlerts {
  raised: number;
  ended: number;
}

/**
 * Brings alerts in step with what is wrong: a new cause raises one, with its messages; one that lasts is renewed;
 * one that is gone for some minutes ends by itself, also when somebody had acknowledged or snoozed it. `mail`: whether
 * messages can be sent by mail. Safe to be called by several workers at once.
 */
export async function checkAlerts(db: Db, now: Date, options: { mail: boolean }): Promise<CheckedAlerts> {
  return db.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('alerts.check'))`;
    const { rules } = await readAlertSettings(tx);
    const waking = await tx`select 1 from alert where state = 'snoozed' and snoozed_until <= ${now} limit 1`;
    const rows = (await findCauses(tx, now, rules)).map(({ kind, of, connectionId, params, href }) => ({
      key: `${kind}:${of}`,
      kind,
      connectionId,
      params,
      href: href ?? hrefOfKind[kind],
      roles: rolesOfKind[kind],
      severity: rules.severity[kind],
    }));
    const seen = await tx<{ id: number; fresh: boolean }[]>`
      insert into alert as a (cause_key, kind, connection_id, params, href, roles, severity, began_at, last_seen_at)
      select r.key, r.kind, r."connectionId", r.params, r.href, array(select jsonb_array_elements_text(r.roles)), r.severity, ${now}, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as r (key text, kind text, "connectionId" int, params jsonb, href text, roles jsonb, severity text)
      order by r.key
      on conflict (cause_key) where state <> 'ended' do update set params = excluded.params, severity = excluded.severity, last_seen_at = ${now},
        state = case when a.state = 'snoozed' and a.snoozed_until <= ${now} then 'open' else a.state end
      returning a.id, a.xmax = 0 as fresh`;
    const raised = seen.flatMap(({ id, fresh }) => (fresh ? [id] : []));
    const ended = await tx<{ id: number }[]>`
      update alert set state = 'ended', ended_at = ${now}
      where state <> 'ended' and last_seen_at < ${now}::timestamptz - make_interval(secs => ${rules.goneMinutes * 60}) returning id`;
    if (raised.length > 0) await leaveMessages(tx, raised, options.mail);
    if (ended.length > 0)
      await tx`
        insert into alert_delivery (alert_id, event, medium, recipient)
        select alert_id, 'ended', medium, recipient from alert_delivery
        where alert_id = any(${ended.map(({ id }) => id)}) and event = 'raised' and state <> 'failed' on conflict do nothing`;
    if (raised.length + ended.length > 0) await enqueue(tx, "alerts.deliver", {}, { key: "alerts.deliver" });
    if (raised.length + ended.length + waking.length > 0) {
      await announce(tx, "notices");
      await announce(tx, "sync");
    }
    return { raised: raised.length, ended: ended.length };
  });
}

/** A message to each person and each connection that a route names for it. */
async function leaveMessages(tx: Tx, raised: readonly number[], mail: boolean): Promise<void> {
  await tx`
    insert into alert_delivery (alert_id, event, medium, recipient)
    select a.id, 'raised', 'email', u.id from alert a join alert_route r on ${matchesRoute(tx)}
    join app_user u on (u.role = r.role or u.id = r.user_id) and not u.disabled
    where a.id = any(${[...raised]}) and ${mail}
    union
    select a.id, 'raised', 'webhook', r.connection_id::text from alert a join alert_route r on ${matchesRoute(tx)}
    join connection c on c.id = r.connection_id
    where a.id = any(${[...raised]}) and c.state = 'active'
    on conflict do nothing`;
}
