import type { Tx } from "@/db/client";
import { noRecommendation } from "./missing";
import type {
  Evidence,
  Material,
  Option,
  Problem,
  RecommendationKind,
  RecommendationState,
  Team,
} from "./types";

/** A recommendation as stored, for deciding on it. */
export interface StoredRecommendation {
  id: number;
  version: number;
  kind: RecommendationKind;
  team: Team;
  state: RecommendationState;
  subjectKey: string;
  skuId: number | null;
  campaignId: number | null;
  problem: Problem;
  options: Option[];
  evidence: Evidence[];
  valueMinor: number;
  material: Material | null;
  materialHash: string;
}

/** The row, locked until the transaction ends. Throws NotFound. */
export async function lockRecommendation(tx: Tx, id: number): Promise<StoredRecommendation> {
  const [row] = await tx<StoredRecommendation[]>`
    select id, version, kind, team, state, subject_key as "subjectKey", sku_id as "skuId", campaign_id as "campaignId", problem,
      options, evidence, value_minor as "valueMinor", material, material_hash as "materialHash"
    from recommendation where id = ${id} for update`;
  if (!row) throw noRecommendation();
  return row;
}

/** The SKUs that a recommendation is worked out from: its own, or those its campaign advertises. */
export async function skusOf(
  tx: Tx,
  row: Pick<StoredRecommendation, "skuId" | "campaignId">,
): Promise<number[]> {
  if (row.skuId !== null) return [row.skuId];
  if (row.campaignId === null) return [];
  const rows = await tx<{ skuId: number }[]>`
    select distinct sku_id as "skuId" from product_ad where campaign_id = ${row.campaignId} order by 1`;
  return rows.map(({ skuId }) => skuId);
}
