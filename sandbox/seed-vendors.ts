import type { Db } from "@/db/client";
import { minorToDecimal } from "@/lib/core/money";
import {
  type AdState,
  adKey,
  nextReference,
  type PlatformAd,
  type Toggle,
  type VendorState,
} from "./vendors/state";

const HOUR_MS = 3_600_000;

/**
 * Tells the simulated vendors what the sample company's past left with them: every ad with its state, and transfers that
 * are on their way. What they know already stays as it is.
 */
export async function seedVendors(db: Db, state: VendorState): Promise<void> {
  await seedAds(db, state);
  await seedTransfers(db, state);
}

interface AdRow {
  connection: string;
  level: PlatformAd["level"];
  externalId: string;
  campaignExternalId: string;
  currency: string;
  state: AdState;
  actionId: string | null;
  changedAt: Date | null;
  spendMinorPerDay: number;
  clickMinor: number;
  priceMinor: number;
  budgetMinor: number | null;
}

async function seedAds(db: Db, state: VendorState): Promise<void> {
  const rows = await db<AdRow[]>`
    with spend as (
      select product_ad_id, sum(spend_minor)::float8 / 14 as a_day, sum(spend_minor)::float8 / greatest(sum(clicks), 1) as click
      from ad_spend where starts_at > now() - interval '14 days' group by 1
    )
    select k.key as connection, 'product_ad' as level, p.external_id as "externalId", c.external_id as "campaignExternalId", c.currency, p.state,
      p.paused_by_action_id as "actionId", p.toggled_at as "changedAt", coalesce(s.a_day, 500) as "spendMinorPerDay",
      greatest(coalesce(s.click, 50), 1) as "clickMinor",
      coalesce((select round(l.price * 100) from listing l where l.sku_id = p.sku_id and l.channel_id = c.channel_id limit 1), 2000)::int as "priceMinor", null as "budgetMinor"
    from product_ad p join campaign c on c.id = p.campaign_id join connection k on k.id = c.connection_id left join spend s on s.product_ad_id = p.id
    where k.vendor = 'sandbox_ads'
    union all
    select k.key, 'campaign', c.external_id, c.external_id, c.currency, c.state, c.paused_by_action_id, c.toggled_at, 0, 1, 0, c.budget_minor_per_day
    from campaign c join connection k on k.id = c.connection_id where k.vendor = 'sandbox_ads'`;
  for (const { state: adState, actionId, changedAt, budgetMinor, ...ad } of rows) {
    const now: Toggle = {
      at: changedAt?.getTime() ?? 0,
      state: adState,
      by: actionId === null ? "platform" : "plimsoll",
      actionId,
    };
    const before: Toggle = { at: 0, state: "enabled", by: "platform", actionId: null };
    state.ads[adKey(ad.connection, ad.level, ad.externalId)] ??= {
      ...ad,
      budgetPerDay: budgetMinor === null ? null : minorToDecimal(budgetMinor, ad.currency),
      toggles: adState === "enabled" ? [{ ...now, at: 0 }] : [before, now],
    };
  }
}

interface TransferRow {
  connection: string;
  actionId: string;
  number: string;
  origin: string;
  destination: string;
  plannedAt: Date;
  shippedAt: Date | null;
  expectedAt: Date;
  lines: {
    lineNo: number;
    sku: string;
    quantity: number;
    shippedQuantity: number | null;
    receivedQuantity: null;
  }[];
}

async function seedTransfers(db: Db, state: VendorState): Promise<void> {
  const rows = await db<TransferRow[]>`
    select k.key as connection, a.id as "actionId", t.number, o.code as origin, d.code as destination, t.planned_at as "plannedAt",
      t.shipped_at as "shippedAt", t.expected_at as "expectedAt",
      json_agg(json_build_object('lineNo', l.line_no, 'sku', s.code, 'quantity', l.quantity, 'shippedQuantity', l.shipped_quantity,
        'receivedQuantity', null) order by l.line_no) as lines
    from transfer_order t join action a on a.id = t.action_id join connection k on k.id = a.connection_id
    join location o on o.id = t.origin_id join location d on d.id = t.destination_id
    join transfer_line l on l.transfer_id = t.id join sku s on s.id = l.sku_id
    where t.state in ('sent', 'shipped') and a.state in ('accepted', 'verified', 'unconfirmed') and k.vendor = 'sandbox_warehouse'
    group by k.key, a.id, t.id, o.id, d.id`;
  for (const row of rows) {
    if (state.transfers[row.actionId]) continue;
    const { plannedAt, shippedAt, expectedAt, ...transfer } = row;
    state.transfers[row.actionId] = {
      ...transfer,
      reference: nextReference(state, "WH"),
      state: shippedAt ? "shipped" : "accepted",
      acceptedAt: plannedAt.getTime(),
      shipAt: plannedAt.getTime() + 20 * HOUR_MS,
      receiveAt: expectedAt.getTime(),
      shippedAt: shippedAt?.getTime() ?? null,
      receivedAt: null,
      cancelledAt: null,
    };
  }
}
