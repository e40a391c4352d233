import { announce } from "@/db/announce";
import type { Tx } from "@/db/client";
import { leaveAlone } from "@/lib/services/holdout/leave-alone";
import { getPolicy, type Policy } from "@/lib/services/policy/get";
import { computeRecommendations } from "./compute";
import { shiftCandidates } from "./shift-candidates";
import { isDueAgain, isMaterial, type Live, loadDecided, loadLive, loadLiveShifts } from "./standing";
import type { Candidate } from "./types";
import { setUrgency } from "./urgency";

export interface Proposed {
  created: number;
  changed: number;
  expired: number;
}

/** SKUs whose recommendations are worked out and compared at once. */
const batchSize = 1_000;

/**
 * Works out what these SKUs ask for and brings the queue in line with it. A subject has one live recommendation: figures are
 * renewed in place, a material change makes the next version, stale inputs block it and fresh ones open it again, snoozed
 * ones stay snoozed, and one whose problem is gone expires. What was turned down comes back only after a material change.
 * Running it twice changes nothing. Nothing is decided here: a person's decision that comes first stands.
 */
export async function propose(
  tx: Tx,
  skuIds: number[] | "all",
  options: { policy?: Policy; now?: Date } = {},
): Promise<Proposed> {
  const policy = options.policy ?? (await getPolicy(tx));
  const now = options.now ?? new Date();
  const ids = skuIds === "all" ? await everySku(tx) : skuIds;
  const sum: Proposed = { created: 0, changed: 0, expired: 0 };
  for (let i = 0; i < ids.length; i += batchSize) {
    const done = await proposeBatch(tx, ids.slice(i, i + batchSize), policy, now);
    sum.created += done.created;
    sum.changed += done.changed;
    sum.expired += done.expired;
  }
  if (sum.created + sum.changed + sum.expired > 0) {
    await setUrgency(tx, policy.rules.queue);
    await announce(tx, "recommendations", { skus: ids });
  }
  return sum;
}

/** The same for budgets that would earn more elsewhere, which no single SKU asks for. */
export async function proposeShifts(
  tx: Tx,
  options: { policy?: Policy; now?: Date } = {},
): Promise<Proposed> {
  const policy = options.policy ?? (await getPolicy(tx));
  const now = options.now ?? new Date();
  const candidates = await shiftCandidates(tx, policy, now);
  const done = await bringInLine(tx, candidates, await loadLiveShifts(tx), policy, now);
  if (done.created + done.changed + done.expired > 0) {
    await setUrgency(tx, policy.rules.queue);
    await announce(tx, "recommendations");
  }
  return done;
}

async function everySku(tx: Tx): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    select distinct sku_id as id from stock_status union select sku_id from recommendation where sku_id is not null and state in ('open', 'blocked', 'snoozed') order by 1`;
  return rows.map((row) => row.id);
}

async function proposeBatch(tx: Tx, skuIds: number[], policy: Policy, now: Date): Promise<Proposed> {
  const candidates = await leaveAlone(tx, await computeRecommendations(tx, skuIds, policy, now), now);
  return bringInLine(tx, candidates, await loadLive(tx, skuIds), policy, now);
}

/** Renews what stands, adds what is new and ends what is gone. `standing`: all live ones that could be among the candidates. */
async function bringInLine(
  tx: Tx,
  candidates: Candidate[],
  standing: readonly Live[],
  policy: Policy,
  now: Date,
): Promise<Proposed> {
  const live = new Map(standing.map((row) => [row.subjectKey, row]));
  const fresh = candidates.filter((candidate) => !live.has(candidate.subjectKey));
  const decided =
    fresh.length > 0
      ? await loadDecided(
          tx,
          fresh.map((candidate) => candidate.subjectKey),
        )
      : new Map();
  const due = fresh.filter((candidate) => isDueAgain(decided.get(candidate.subjectKey), candidate));
  const found = new Set(candidates.map((candidate) => candidate.subjectKey));
  const gone = [...live.values()].filter((row) => !found.has(row.subjectKey)).map((row) => row.id);
  return {
    created: await insertNew(tx, due, policy.version, now),
    changed: await renew(
      tx,
      candidates.flatMap((candidate) => {
        const row = live.get(candidate.subjectKey);
        return row ? { row, candidate } : [];
      }),
      policy.version,
      now,
    ),
    expired: await expire(tx, gone, now),
  };
}

const rowOf = (candidate: Candidate) => ({
  ...candidate,
  dataAsOf: candidate.dataAsOf?.toISOString() ?? null,
  isBlocked: candidate.blockedReasons.length > 0,
});

const columns = `"subjectKey" text, kind text, team text, "skuId" int, "locationId" smallint, "campaignId" int, "productAdId" int,
  problem jsonb, options jsonb, evidence jsonb, "dataAsOf" timestamptz, "valueLowMinor" bigint, "valueMinor" bigint,
  "valueHighMinor" bigint, "lossMinorPerDay" bigint, "blockedReasons" jsonb, "isBlocked" boolean, material jsonb, "materialHash" text`;

async function insertNew(tx: Tx, candidates: Candidate[], policyVersion: number, now: Date): Promise<number> {
  if (candidates.length === 0) return 0;
  const rows = await tx`
    insert into recommendation (subject_key, kind, team, sku_id, location_id, campaign_id, product_ad_id, problem, options, evidence,
      data_as_of, value_low_minor, value_minor, value_high_minor, loss_minor_per_day, blocked_reasons, material, material_hash,
      state, policy_version, created_at, updated_at)
    select "subjectKey", kind, team, "skuId", "locationId", "campaignId", "productAdId", problem, options, evidence,
      "dataAsOf", "valueLowMinor", "valueMinor", "valueHighMinor", "lossMinorPerDay", "blockedReasons", material, "materialHash",
      case when "isBlocked" then 'blocked' else 'open' end, ${policyVersion}, ${now}, ${now}
    from json_to_recordset(${JSON.stringify(candidates.map(rowOf))}::text::json) as c (${tx.unsafe(columns)})
    order by "lossMinorPerDay" desc, "subjectKey"
    on conflict (subject_key) where state in ('open', 'blocked', 'snoozed') do nothing
    returning 1`;
  return rows.length;
}

/** Returns how many changed in a way that a reader would notice: a new version, or another state. */
async function renew(
  tx: Tx,
  pairs: { row: Live; candidate: Candidate }[],
  policyVersion: number,
  now: Date,
): Promise<number> {
  if (pairs.length === 0) return 0;
  const rows = pairs.map(({ row, candidate }) => ({
    ...rowOf(candidate),
    id: row.id,
    isMaterial: isMaterial(row, candidate),
  }));
  const written = await tx<{ isNoticed: boolean }[]>`
    with fresh as (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as c (id bigint, "isMaterial" boolean, ${tx.unsafe(columns)})
    ), held as (
      select r.id, r.state as was,
        case when r.state = 'snoozed' then 'snoozed' when c."isBlocked" then 'blocked' else 'open' end as becomes
      from recommendation r join fresh c using (id)
      where r.state in ('open', 'blocked', 'snoozed') order by r.id for update of r
    )
    update recommendation r set kind = c.kind, problem = c.problem, options = c.options, evidence = c.evidence,
      data_as_of = c."dataAsOf", value_low_minor = c."valueLowMinor", value_minor = c."valueMinor",
      value_high_minor = c."valueHighMinor", loss_minor_per_day = c."lossMinorPerDay", blocked_reasons = c."blockedReasons",
      policy_version = ${policyVersion}, state = h.becomes,
      version = r.version + c."isMaterial"::int,
      material = case when c."isMaterial" then c.material else r.material end,
      material_hash = case when c."isMaterial" then c."materialHash" else r.material_hash end,
      updated_at = case when c."isMaterial" or h.was <> h.becomes then ${now} else r.updated_at end
    from fresh c join held h using (id)
    where r.id = h.id and (c."isMaterial" or h.was <> h.becomes or (r.kind, r.problem, r.options, r.evidence, r.blocked_reasons, r.policy_version)
      is distinct from (c.kind, c.problem, c.options, c.evidence, c."blockedReasons", ${policyVersion}))
    returning c."isMaterial" or h.was <> h.becomes as "isNoticed"`;
  return written.filter((row) => row.isNoticed).length;
}

async function expire(tx: Tx, ids: number[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await tx`
    update recommendation set state = 'expired', version = version + 1, updated_at = ${now}, decided_at = ${now}
    where id = any(${ids}) and state in ('open', 'blocked', 'snoozed') returning 1`;
  return rows.length;
}
