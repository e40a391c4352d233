import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import type { ValueRange } from "../value-range/compute";
import { claimedPart } from "./claimed-part";
import { measureActions } from "./measure";
import type { Spread } from "./replay";
import { type LoadedAd, loadChangedAds } from "./run-ads";
import { type LoadedQuantity, loadChangedQuantities } from "./run-quantities";
import { type LoadedLine, loadDonors, loadReceivers, loadTransferLines } from "./run-transfers";
import type { Impact, ShelfDay } from "./types";

/** Actions that are measured in one transaction, those that were not for the longest time first. */
const batchSize = 2_000;

interface Rules {
  /** Effects count this long where it was not told what their expectation covers, days. */
  horizonDays: number;
  /** Cost of holding stock a year, part of its cost. */
  holdingRatePerYear: number;
  /** Part of the buyers who take another product of ours when one is out, 0 to 1. */
  substitutionShare: number;
  /** Cost of an order that cannot be served, minor units. */
  errorMinorPerOrder: Spread;
}

/**
 * Measures what verified actions were worth by replaying the sales since then with and without them, and stores it beside what
 * was expected of the days measured (`claimed_minor`), in the company's currency. A unit sold is claimed once, by the action
 * that took effect first. Figures of spans that have not passed are renewed each time; `realised_at` is set once they stay.
 * One whose worth the data cannot tell keeps the reason (`unmeasurable`) instead: it is unknown, not 0. Each is looked at once. Returns how many were stored.
 */
export async function measureImpact(db: Db, rules: Rules): Promise<number> {
  const [clock] = await db<{ began: string }[]>`select now()::text as began`;
  let stored = 0;
  for (;;) {
    const batch = await measureBatch(db, rules, clock?.began ?? "-infinity");
    if (batch === null) return stored;
    stored += batch;
  }
}

/** Null: all that is due was looked at since it began. */
function measureBatch(db: Db, rules: Rules, began: string): Promise<number | null> {
  return db.begin(async (tx) => {
    const due = await findDue(tx, began);
    if (!due) return null;
    // What is measured may share sales with what began a horizon before it.
    const since = new Date(due.since.getTime() - rules.horizonDays * 86_400_000);
    const lines = await loadTransferLines(tx, due.skuIds, since, rules);
    const ads = await loadChangedAds(tx, due.skuIds, since, rules.horizonDays);
    const receivers = await loadReceivers(tx, lines);
    const donors = await loadDonors(tx, lines);
    const quantities = await loadChangedQuantities(tx, due.skuIds, since, rules.horizonDays);
    const { sold, arrived } = await loadFlows(tx, lines, [...ads, ...quantities], since);
    const impacts = measureActions({ ...rules, lines, receivers, donors, ads, quantities, sold, arrived });
    const running = new Set([...lines, ...ads, ...quantities].flatMap(stillRunning));
    return store(tx, due.actionIds, impacts, running);
  });
}

const stillRunning = (one: LoadedLine | LoadedAd | LoadedQuantity): string[] =>
  one.complete ? [] : [one.actionId];

/** Transfers wait for a whole day after arrival, ads and quantities for an hour. */
async function findDue(
  tx: Tx,
  began: string,
): Promise<{ actionIds: string[]; skuIds: number[]; since: Date } | null> {
  const [due] = await tx<{ actionIds: string[] | null; skuIds: number[]; since: Date }[]>`
    with due as (
      select a.id, coalesce(o.shipped_at, a.verified_at) as began_at, o.id as transfer_id,
        (a.payload ->> 'campaignId')::int as campaign_id, (a.payload ->> 'productAdId')::int as product_ad_id,
        case when a.kind = 'publish_quantity' then (a.payload ->> 'skuId')::int end as sku_id
      from action a left join transfer_order o on a.kind = 'transfer' and o.id = (a.payload ->> 'transferId')::bigint
        and o.action_id = coalesce(a.rides_with, a.id)
      where a.state = 'verified' and a.realised_at is null and a.undo_of is null
        and (a.measured_at is null or a.measured_at < ${began}::timestamptz) and (
        a.kind = 'transfer' and o.state = 'received' and o.received_at < now() - interval '1 day'
        or (starts_with(a.kind, 'ad_') or a.kind = 'publish_quantity') and a.verified_at < now() - interval '1 hour')
      order by a.measured_at nulls first, a.verified_at, a.id limit ${batchSize})
    select array_agg(distinct d.id) as "actionIds", min(d.began_at) as since,
      coalesce(array_agg(distinct x.sku_id) filter (where x.sku_id is not null), '{}') as "skuIds"
    from due d
    left join lateral (
      select l.sku_id from transfer_line l join transfer_order o on o.id = l.transfer_id
      where l.transfer_id = d.transfer_id and coalesce(l.action_id, o.action_id) = d.id
      union select d.sku_id where d.sku_id is not null
      union select sku_id from product_ad where campaign_id = d.campaign_id and id = coalesce(d.product_ad_id, id)) x on true`;
  return due?.actionIds ? { ...due, actionIds: due.actionIds } : null;
}

/** Sales of the shelves, and what came in beside the transfers that are measured. */
async function loadFlows(
  tx: Tx,
  lines: readonly LoadedLine[],
  changed: readonly { shelves: readonly string[] }[],
  since: Date,
): Promise<{ sold: ShelfDay[]; arrived: ShelfDay[] }> {
  const shelves = [
    ...new Set([
      ...lines.flatMap(({ receiver, donor }) => [receiver, donor]),
      ...changed.flatMap((one) => one.shelves),
    ]),
  ];
  const shelf = tx`
    shelf as (
      select n as shelf, split_part(n, ':', 1)::int as sku_id, l.id as location_id, l.time_zone
      from unnest(${shelves}::text[]) n join location l on l.id = split_part(n, ':', 2)::int)`;
  const sold = await tx<ShelfDay[]>`
    with ${shelf}
    select s.shelf, d.day, greatest(sum(d.units), 0)::int as units from shelf s
    join demand_daily d on d.sku_id = s.sku_id and d.location_id = s.location_id and d.day >= (${since} at time zone s.time_zone)::date
    group by 1, 2`;
  const arrived = await tx<ShelfDay[]>`
    with ${shelf}
    select s.shelf, (m.occurred_at at time zone s.time_zone)::date as day, sum(m.quantity)::int as units from shelf s
    join place p on p.location_id = s.location_id and p.kind = 'stock'
    join stock_move m on m.sku_id = s.sku_id and m.to_place_id = p.id and m.occurred_at >= ${since}
      and m.reason in ('receipt', 'transfer_in', 'transfer_over', 'return')
      and (m.document is null or m.document <> all(${lines.map(({ number }) => number)}))
    group by 1, 2`;
  return { sold, arrived };
}

async function store(
  tx: Tx,
  actionIds: readonly string[],
  impacts: ReadonlyMap<string, Impact>,
  running: ReadonlySet<string>,
): Promise<number> {
  const expected = await loadExpected(tx, actionIds);
  const rows = actionIds.flatMap((id) => {
    const impact = impacts.get(id);
    if (!impact?.value) return [];
    const { value, facts, claimedShare } = impact;
    const claim = expected.get(id);
    const claimed = claim && claimedShare !== null ? claimedPart(claim, facts.costMinor, claimedShare) : null;
    return [{ id, complete: !running.has(id), facts, claimed, ...value }];
  });
  const unknown = actionIds.flatMap((id) => {
    const why = impacts.get(id)?.why;
    return why ? [{ id, why }] : [];
  });
  await tx`
    update action a set measured_at = now(), unmeasurable = u.why
    from unnest(${[...actionIds]}::uuid[]) d (id) left join jsonb_to_recordset(${tx.json(unknown)}) as u (id uuid, why text) using (id)
    where a.id = d.id`;
  if (rows.length === 0) return 0;
  await tx`
    update action a set realised_low_minor = r."lowMinor", realised_minor = r."midMinor", realised_high_minor = r."highMinor",
      claimed_low_minor = (r.claimed ->> 'lowMinor')::bigint, claimed_minor = (r.claimed ->> 'midMinor')::bigint,
      claimed_high_minor = (r.claimed ->> 'highMinor')::bigint,
      realised_facts = r.facts, realised_at = case when r.complete then now() end, updated_at = now()
    from jsonb_to_recordset(${tx.json(rows as never)}) as r (id uuid, complete boolean, facts jsonb, claimed jsonb, "lowMinor" bigint, "midMinor" bigint, "highMinor" bigint)
    where a.id = r.id and a.state = 'verified'`;
  await announce(tx, "actions");
  return rows.length;
}

/** What was expected of actions over all of its days. */
async function loadExpected(tx: Tx, actionIds: readonly string[]): Promise<Map<string, ValueRange>> {
  const rows = await tx<(ValueRange & { id: string })[]>`
    select id, expected_low_minor as "lowMinor", expected_minor as "midMinor", expected_high_minor as "highMinor"
    from action where id = any(${[...actionIds]}::uuid[]) and expected_low_minor is not null and expected_minor is not null
      and expected_high_minor is not null`;
  return new Map(rows.map(({ id, ...range }) => [id, range]));
}
