import type { Queryable } from "@/db/client";

export interface CampaignRef {
  id: number;
  currency: string;
}

/** The source's campaigns by their id at the platform. */
export async function campaignsByExternalId(
  tx: Queryable,
  connectionId: number,
  externalIds: Iterable<string>,
): Promise<Map<string, CampaignRef>> {
  const rows = await tx<(CampaignRef & { externalId: string })[]>`
    select external_id as "externalId", id, currency from campaign
    where connection_id = ${connectionId} and external_id = any(${[...new Set(externalIds)]})`;
  return new Map(rows.map(({ externalId, id, currency }) => [externalId, { id, currency }]));
}
