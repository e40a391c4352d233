import type { Queryable } from "@/db/client";
import { carriesOut } from "@/lib/ingest/sync/vendors";
import type { ActionState } from "./types";

/** The newest quantity that was sent to a listing, of the last two days. */
export interface Push {
  actionId: string;
  state: ActionState;
  units: number;
  expectedUnits: number | null;
  reason: string | null;
  createdAt: Date;
}

/** Whether a listing's quantity can be set from here, and what became of the last time. */
export interface Pushable {
  listingId: number;
  /** A live connection carries it out. */
  live: boolean;
  last: Push | null;
}

/** How it stands with pushing quantities to these listings. Those that do not exist are left out. */
export async function listPushes(db: Queryable, listingIds: readonly number[]): Promise<Pushable[]> {
  if (listingIds.length === 0) return [];
  const rows = await db<
    {
      listingId: number;
      vendor: string | null;
      connectionState: string | null;
      actionId: string | null;
      state: ActionState | null;
      units: number | null;
      expectedUnits: number | null;
      reason: string | null;
      createdAt: Date | null;
    }[]
  >`
    with newest as (
      select distinct on (of) * from (
        select (payload ->> 'listingId')::int as of, id, state, (payload ->> 'units')::int as units,
          (payload ->> 'expectedUnits')::int as expected, state_reason, created_at
        from action where kind = 'publish_quantity' and created_at > now() - interval '2 days') a
      where of = any(${[...listingIds]}) order by of, created_at desc, id desc)
    select l.id as "listingId", n.vendor, n.state as "connectionState", a.id as "actionId", a.state, a.units, a.expected as "expectedUnits",
      a.state_reason as reason, a.created_at as "createdAt"
    from listing l join channel c on c.id = l.channel_id left join connection n on n.id = c.connection_id left join newest a on a.of = l.id
    where l.id = any(${[...listingIds]})`;
  return rows.map(({ listingId, vendor, connectionState, actionId, state, units, createdAt, ...action }) => ({
    listingId,
    live: vendor !== null && connectionState !== "disconnected" && carriesOut(vendor),
    last:
      actionId === null || state === null || units === null || createdAt === null
        ? null
        : { actionId, state, units, createdAt, ...action },
  }));
}
