import type { Db } from "@/db/client";
import { OUTSIDE_PLACE, postMoves, stockPlace } from "@/db/queries/ledger";
import type { TestDatabase } from "@/db/testing/test-database";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { getPolicy } from "../../policy/get";
import { computeRecommendations } from "../../recommendation/compute";
import type { Candidate } from "../../recommendation/types";
import type { SmallCompany } from "./small-company";
import { makePolicy } from "./stored-recommendation";

/** Sixty days of steady sales: 8 a day where it is sold out, little at the donors; then all figures. */
export async function makeShortage(database: TestDatabase, company: SmallCompany): Promise<void> {
  const { db, owner } = database;
  await makePolicy(db);
  const shelf = stockPlace(company.destinationId);
  const move = (fromPlaceId: number, toPlaceId: number, minutesAgo: number) => ({
    occurredAt: new Date(Date.now() - minutesAgo * 60_000),
    skuId: company.skuId,
    fromPlaceId,
    toPlaceId,
    quantity: 10,
    reason: "count" as const,
  });
  await postMoves(db, [move(OUTSIDE_PLACE.count, shelf, 60 * 24 * 61), move(shelf, OUTSIDE_PLACE.count, 30)]);
  const sells = [
    [company.destinationId, 8],
    [company.originId, 1],
    [company.handOriginId, 1],
  ] as const;
  for (const [locationId, units] of sells)
    await owner`
      insert into demand_daily (sku_id, location_id, channel_id, day, units, revenue_base_minor, cost_base_minor, lines)
      select ${company.skuId}, ${locationId}, ${company.channelId}, (now() at time zone 'UTC')::date - g, ${units}, ${units * 2_000},
        ${units * 500}, ${units} from generate_series(1, 60) g
      on conflict do nothing`;
  await freshen(db);
}

/** All stock was read this moment, and every figure follows. */
export async function freshen(db: Db): Promise<void> {
  await db`update stock_level set data_as_of = now()`;
  await db`
    insert into sku_to_refresh (sku_id, since) select id, now() - interval '61 days' from sku
    on conflict (sku_id) do update set marked_at = clock_timestamp(), since = excluded.since`;
  while ((await refreshNextBatch(db)) > 0);
}

/** What is worked out for a subject now. */
export async function candidateOf(db: Db, skuId: number, subjectKey: string): Promise<Candidate> {
  const candidates = await computeRecommendations(db, [skuId], await getPolicy(db), new Date());
  const found = candidates.find((candidate) => candidate.subjectKey === subjectKey);
  if (!found)
    throw new Error(`no candidate ${subjectKey} among ${candidates.map((one) => one.subjectKey).join(", ")}`);
  return found;
}

/** Stores a candidate as the open recommendation of its subject; an earlier one makes way. */
export async function storeCandidate(db: Db, candidate: Candidate): Promise<{ id: number; version: number }> {
  const { version: policyVersion } = await getPolicy(db);
  await db`
    update recommendation set state = 'superseded'
    where subject_key = ${candidate.subjectKey} and state in ('open', 'blocked', 'snoozed')`;
  const json = (value: unknown) => db.json(value as never);
  const [row] = await db<{ id: number; version: number }[]>`
    insert into recommendation (kind, team, subject_key, sku_id, location_id, campaign_id, product_ad_id, problem, options, evidence,
      data_as_of, policy_version, value_low_minor, value_minor, value_high_minor, loss_minor_per_day, state, blocked_reasons, material, material_hash)
    values (${candidate.kind}, ${candidate.team}, ${candidate.subjectKey}, ${candidate.skuId}, ${candidate.locationId},
      ${candidate.campaignId}, ${candidate.productAdId}, ${json(candidate.problem)}, ${json(candidate.options)}, ${json(candidate.evidence)},
      ${candidate.dataAsOf}, ${policyVersion}, ${candidate.valueLowMinor}, ${candidate.valueMinor}, ${candidate.valueHighMinor},
      ${candidate.lossMinorPerDay}, ${candidate.blockedReasons.length > 0 ? "blocked" : "open"}, ${json(candidate.blockedReasons)},
      ${json(candidate.material)}, ${candidate.materialHash})
    returning id, version`;
  return row ? { ...row } : { id: 0, version: 0 };
}
