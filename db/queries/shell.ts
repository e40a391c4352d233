import type { Queryable } from "@/db/client";
import type { Team } from "./recommendation-rows";
import { waitingForPerson } from "./recommendations";

export interface ShellFacts {
  sources: { name: string; asOf: Date | null; limitSeconds: number | null }[];
  /** Decisions that wait for the person: what `waitingForPerson` finds. */
  waitingDecisions: number;
  /** Open alerts that the person's role sees to: how many, and the gravest and newest of them. */
  openAlerts: number;
  alerts: {
    id: number;
    kind: string;
    severity: "notice" | "warning" | "critical";
    params: Record<string, string | number>;
    at: Date;
  }[];
  /** Everything stands still: since when, by whom, why, and how many actions wait. Null: all is running. */
  standstill: { at: Date; by: string; reason: string; waiting: number } | null;
  /** Some kind of action is carried out without anybody's click. */
  acts: boolean;
  unread: number;
  notices: {
    id: number;
    kind: string;
    at: Date;
    count: number;
    params: Record<string, string | number | null>;
    href: string | null;
  }[];
}

/**
 * What the frame of every page shows a person: each source with its last complete reading, what waits for them, and the
 * open alerts and newest notices of the person's role. One statement, since every page waits for it.
 */
export async function readShell(
  db: Queryable,
  person: { id: string; role: string; teams: readonly Team[] },
): Promise<ShellFacts> {
  const [row] = await db<Row[]>`
    with mine as (
      select id, kind, at, count, params, href from notice
      where read_at is null and (snoozed_until is null or snoozed_until <= now())
        and (user_id = ${person.id} or (user_id is null and (role is null or role = ${person.role} or ${person.role} = 'admin')))
    ), mine_alerts as (
      select id, kind, severity, params, began_at as at from alert
      where state = 'open' and (${person.role} = any(roles) or ${person.role} = 'admin')
    )
    select
      (select json_agg(json_build_object('name', name, 'asOf', last_confirmed_at, 'limitSeconds', lag_limit_seconds) order by name)
        from connection where state in ('active', 'error')) as sources,
      (select count(*)::int from (${waitingForPerson(db, person)}) waiting) as "waitingDecisions",
      (select count(*)::int from mine_alerts) as "openAlerts",
      (select json_agg(newest) from (select * from mine_alerts order by array_position(array['critical', 'warning', 'notice'], severity),
        at desc, id desc limit 5) newest) as alerts,
      (select json_build_object('at', stopped_at, 'by', stopped_by, 'reason', reason,
        'waiting', (select count(*)::int from action where state = 'queued')) from standstill where ended_at is null) as standstill,
      coalesce((select rules -> 'authority' is null or jsonb_path_exists(rules, '$.authority.modes[*] ? (@.mode == "act")')
        from policy where active), false) as acts,
      (select count(*)::int from mine) as unread,
      (select json_agg(newest) from (select * from mine order by at desc, id desc limit 20) newest) as notices`;
  return {
    sources: (row?.sources ?? []).map((source) => ({
      ...source,
      asOf: source.asOf ? new Date(source.asOf) : null,
    })),
    waitingDecisions: row?.waitingDecisions ?? 0,
    openAlerts: row?.openAlerts ?? 0,
    alerts: (row?.alerts ?? []).map((alert) => ({ ...alert, at: new Date(alert.at) })),
    standstill: row?.standstill ? { ...row.standstill, at: new Date(row.standstill.at) } : null,
    acts: row?.acts ?? false,
    unread: row?.unread ?? 0,
    notices: (row?.notices ?? []).map((notice) => ({ ...notice, at: new Date(notice.at) })),
  };
}

/** Dates inside JSON arrive as text. */
type Dated<Fact, Field extends keyof Fact> = Omit<Fact, Field> & { [key in Field]: string | null };
interface Row {
  sources: Dated<ShellFacts["sources"][number], "asOf">[] | null;
  waitingDecisions: number;
  openAlerts: number;
  alerts: (Omit<ShellFacts["alerts"][number], "at"> & { at: string })[] | null;
  standstill: { at: string; by: string; reason: string; waiting: number } | null;
  acts: boolean;
  unread: number;
  notices: (Omit<ShellFacts["notices"][number], "at"> & { at: string })[] | null;
}
