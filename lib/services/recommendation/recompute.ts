import type { Tx } from "@/db/client";
import { refreshStockStatus } from "@/lib/metrics/stock-state/run";
import { statusRules } from "@/lib/services/policy/status-rules";
import type { Policy } from "../policy/get";
import { computeRecommendations } from "./compute";
import { type StoredRecommendation, skusOf } from "./row";
import { campaignsOfShift, shiftCandidates } from "./shift-candidates";
import type { Candidate } from "./types";

/**
 * Works a recommendation out again on this moment's data. The stock of its SKUs is locked until the transaction ends, so
 * that what was worked out still holds when it is written. Null: the problem is gone.
 */
export async function recompute(
  tx: Tx,
  row: Pick<StoredRecommendation, "skuId" | "campaignId" | "subjectKey">,
  policy: Policy,
  now: Date,
): Promise<Candidate | null> {
  const shifted = campaignsOfShift(row.subjectKey);
  if (shifted) {
    const shifts = await shiftCandidates(tx, policy, now, shifted);
    return shifts.find((candidate) => candidate.subjectKey === row.subjectKey) ?? null;
  }
  const skuIds = await skusOf(tx, row);
  await tx`select 1 from stock_level where sku_id = any(${skuIds}) order by sku_id, location_id for update`;
  await renewStatus(tx, skuIds, policy, now);
  const candidates = await computeRecommendations(tx, skuIds, policy, now);
  return candidates.find((candidate) => candidate.subjectKey === row.subjectKey) ?? null;
}

/** Decisions read the status of stock, which follows moves by a job: renew what is behind, unless that job is at it now. */
async function renewStatus(tx: Tx, skuIds: number[], policy: Policy, now: Date): Promise<void> {
  const behind = await tx<{ skuId: number }[]>`
    select sku_id as "skuId" from sku_to_refresh where sku_id = any(${skuIds})
    union
    select l.sku_id from stock_level l left join stock_status s on s.sku_id = l.sku_id and s.location_id = l.location_id
    where l.sku_id = any(${skuIds}) and l.data_as_of is distinct from s.data_as_of
    order by 1`;
  if (behind.length === 0) return;
  const ids = behind.map(({ skuId }) => skuId);
  const [rows] = await tx<{ all: number; free: number }[]>`
    with free as (select 1 from stock_status where sku_id = any(${ids}) for update skip locked)
    select (select count(*)::int from stock_status where sku_id = any(${ids})) as all, (select count(*)::int from free) as free`;
  if (rows && rows.free < rows.all) return;
  await refreshStockStatus(tx, ids, statusRules(policy.rules), now);
}
