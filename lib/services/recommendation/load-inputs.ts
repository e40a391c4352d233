import type { Queryable } from "@/db/client";
import { minorDigits } from "@/lib/core/money";
import type { OpenTransfer } from "@/lib/decisions/rebalance/types";
import { comesInDays, type Receipt } from "@/lib/metrics/cover/compute";
import type { StockState } from "@/lib/metrics/stock-state/compute";
import { type LaneInput, loadLanes } from "./load-lanes";
import { rateOf } from "./rate-of";

/** A SKU's stock at one location, as its status says it. */
export interface ShelfInput {
  skuId: number;
  locationId: number;
  state: StockState;
  available: number | null;
  incoming: number;
  meanPerDay: number | null;
  dispersion: number;
  coverDays: number | null;
  gapDays: number;
  nextArrivalAt: Date | null;
  safetyStockUnits: number;
  stockoutProbability: number | null;
  excessUnits: number;
  excessMinor: number;
  lostMinorPerDay: number;
  marginMinor: number | null;
  unitCostMinor: number | null;
  /** Newest reading of the shelf. */
  asOf: Date | null;
  forecastAt: Date | null;
  computedAt: Date;
}

export interface SkuInput {
  id: number;
  code: string;
  title: string;
  category: string | null;
  packSize: number;
  /** Of its cost and price, and whether each was entered. */
  currency: string;
  hasCost: boolean;
  hasPrice: boolean;
  priceMinor: number | null;
  weightGrams: number | null;
  volumeCm3: number | null;
  hazmat: boolean;
  coldChain: boolean;
  shelves: ShelfInput[];
  /** By location, in days from now. */
  receipts: Map<number, Receipt[]>;
  openTransfers: OpenTransfer[];
  /** Units that the newest plan of all SKUs sends, by lane. */
  plannedUnits: Map<number, number>;
}

export interface LocationInput {
  id: number;
  code: string;
  name: string;
  /** Key of the connection that reads its stock, or `ledger`. */
  source: string;
}

export interface ChannelInput {
  id: number;
  code: string;
  name: string;
  backorder: boolean;
  locationIds: number[];
  /** Key and last reading of the connection its orders come from; null: none. */
  source: string | null;
  asOf: Date | null;
}

/** Everything that decisions about some SKUs rest on, but for ads. Money in minor units of `currency`. */
export interface Inputs {
  now: Date;
  currency: string;
  skus: Map<number, SkuInput>;
  locations: Map<number, LocationInput>;
  lanes: LaneInput[];
  channels: Map<number, ChannelInput>;
  /** Since when the policy is in force. */
  policyAt: Date | null;
  /** Channels that bring at least a tenth of a SKU's demand at a location: `<skuId>:<locationId>`. */
  demandChannels: Map<string, number[]>;
}

/** Loads the inputs of these SKUs, each kind in one statement. */
export async function loadInputs(
  db: Queryable,
  skuIds: number[],
  now: Date,
  horizonDays: number,
): Promise<Inputs> {
  const [company] = await db<{ currency: string }[]>`select base_currency as currency from company`;
  const currency = company?.currency ?? "USD";
  const skus = await loadSkus(db, skuIds, currency, now);
  const [locations, lanes, channels] = [
    await loadLocations(db),
    await loadLanes(db, currency, now),
    await loadChannels(db),
  ];
  await addShelves(db, skus);
  await addReceipts(db, skus, now);
  await addOpenTransfers(db, skus, now, horizonDays);
  await addPlannedUnits(db, skus);
  const demandChannels = await loadDemandChannels(db, [...skus.keys()], now);
  const [policy] = await db<{ at: Date }[]>`select created_at as at from policy where active`;
  return { now, currency, skus, locations, lanes, channels, demandChannels, policyAt: policy?.at ?? null };
}

async function loadSkus(
  db: Queryable,
  skuIds: number[],
  currency: string,
  now: Date,
): Promise<Map<number, SkuInput>> {
  const rows = await db<Omit<SkuInput, "shelves" | "receipts" | "openTransfers" | "plannedUnits">[]>`
    select s.id, s.code, s.title, s.category, s.pack_size as "packSize", s.weight_grams as "weightGrams", s.volume_cm3 as "volumeCm3",
      s.hazmat, s.cold_chain as "coldChain", s.currency, s.unit_cost is not null as "hasCost", s.price is not null as "hasPrice", s.price::float8 * ${rateOf(db, "s", currency, now)} * ${10 ** minorDigits(currency)} as "priceMinor"
    from sku s where s.id = any(${skuIds}) and s.is_product`;
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, shelves: [], receipts: new Map(), openTransfers: [], plannedUnits: new Map() },
    ]),
  );
}

async function loadLocations(db: Queryable): Promise<Map<number, LocationInput>> {
  const rows = await db<LocationInput[]>`
    select l.id, l.code, l.name, coalesce((
      select c.key from connection_place p join connection c on c.id = p.connection_id and c.state <> 'disconnected'
      where p.location_id = l.id and p.keeps), (
      select c.key from connection c
      where c.config ->> 'role' = 'warehouse' and jsonb_exists(c.config -> 'locations', l.code) order by c.id limit 1), 'ledger') as source
    from location l where l.active`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function loadChannels(db: Queryable): Promise<Map<number, ChannelInput>> {
  const rows = await db<ChannelInput[]>`
    select c.id, c.code, c.name, c.backorder, k.key as source, coalesce(k.last_confirmed_at, k.last_event_at) as "asOf",
      coalesce(array(select location_id::int from channel_location cl where cl.channel_id = c.id order by priority), '{}') as "locationIds"
    from channel c left join connection k on k.id = c.connection_id where c.active`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function addShelves(db: Queryable, skus: Map<number, SkuInput>): Promise<void> {
  const rows = await db<ShelfInput[]>`
    select s.sku_id as "skuId", s.location_id as "locationId", s.state, s.available, s.incoming,
      f.level_units_per_day as "meanPerDay", coalesce(f.dispersion, 0) as dispersion, s.cover_days as "coverDays", s.gap_days as "gapDays",
      s.next_arrival_at as "nextArrivalAt", coalesce(s.safety_stock_units, 0) as "safetyStockUnits",
      s.stockout_probability as "stockoutProbability", s.excess_units as "excessUnits", s.excess_base_minor as "excessMinor",
      s.lost_sales_base_minor_per_day as "lostMinorPerDay", s.margin_base_minor as "marginMinor",
      s.unit_cost_base_minor as "unitCostMinor", ${levelAsOf(db)} as "asOf", f.computed_at as "forecastAt", s.computed_at as "computedAt"
    from stock_status s
    left join forecast f on f.sku_id = s.sku_id and f.location_id = s.location_id
    where s.sku_id = any(${[...skus.keys()]}) order by s.sku_id, s.location_id`;
  for (const row of rows) skus.get(row.skuId)?.shelves.push(row);
}

/**
 * Until when the level of a shelf `s` is known. A live account that keeps it tells only what changed, so that its level is
 * as new as the moment up to which every change has been read.
 */
const levelAsOf = (db: Queryable) => db`
  case when s.data_as_of is not null then greatest(s.data_as_of, (
    select w.watermark from connection_place p join sync_stream w on w.connection_id = p.connection_id and w.stream in ('stock', 'listings')
    where p.location_id = s.location_id and p.keeps order by w.stream desc limit 1)) end`;

async function addReceipts(db: Queryable, skus: Map<number, SkuInput>, now: Date): Promise<void> {
  const skuIds = [...skus.keys()];
  const rows = await db<{ skuId: number; locationId: number; at: Date; quantity: number }[]>`
    select sku_id as "skuId", location_id as "locationId", expected_at as at, quantity - received_quantity as quantity
    from inbound_line where state = 'open' and sku_id = any(${skuIds}) and quantity > received_quantity
    union all
    select t.sku_id, t.destination_id, o.expected_at, coalesce(t.shipped_quantity, t.quantity) - coalesce(t.received_quantity, 0)
    from transfer_line t join transfer_order o on o.id = t.transfer_id
    where t.sku_id = any(${skuIds}) and o.state in ('planned', 'sent', 'shipped')
      and coalesce(t.shipped_quantity, t.quantity) > coalesce(t.received_quantity, 0)
    order by 1, 2, 3`;
  for (const { skuId, locationId, at, quantity } of rows) {
    const receipts = skus.get(skuId)?.receipts;
    const days = comesInDays((at.getTime() - now.getTime()) / 86_400_000);
    if (days !== null) receipts?.set(locationId, [...(receipts.get(locationId) ?? []), { days, quantity }]);
  }
}

async function addOpenTransfers(
  db: Queryable,
  skus: Map<number, SkuInput>,
  now: Date,
  horizonDays: number,
): Promise<void> {
  const rows = await db<
    { skuId: number; from: number; to: number; quantity: number; reserved: boolean; ageDays: number }[]
  >`
    select t.sku_id as "skuId", t.origin_id as "from", t.destination_id as "to", t.quantity,
      t.reserving or t.shipped_quantity is not null as reserved,
      extract(epoch from ${now}::timestamptz - o.planned_at)::float8 / 86400 as "ageDays"
    from transfer_line t join transfer_order o on o.id = t.transfer_id
    where t.sku_id = any(${[...skus.keys()]}) and o.state <> 'cancelled'
      and (o.state <> 'received' or o.planned_at > ${now}::timestamptz - make_interval(days => ${horizonDays}))`;
  for (const { skuId, ...transfer } of rows) skus.get(skuId)?.openTransfers.push(transfer);
}

async function addPlannedUnits(db: Queryable, skus: Map<number, SkuInput>): Promise<void> {
  const rows = await db<{ skuId: number; laneId: number; units: number }[]>`
    select sku_id as "skuId", lane_id as "laneId", units from transfer_plan_line where sku_id = any(${[...skus.keys()]})`;
  for (const { skuId, laneId, units } of rows) skus.get(skuId)?.plannedUnits.set(laneId, units);
}

async function loadDemandChannels(
  db: Queryable,
  skuIds: number[],
  now: Date,
): Promise<Map<string, number[]>> {
  const rows = await db<{ skuId: number; locationId: number; channelIds: number[] }[]>`
    select sku_id as "skuId", location_id as "locationId", array_agg(channel_id::int order by channel_id) as "channelIds"
    from (
      select sku_id, location_id, channel_id, sum(units) as units, sum(sum(units)) over (partition by sku_id, location_id) as whole
      from demand_daily where sku_id = any(${skuIds}) and day > ${now}::date - 28 group by 1, 2, 3
    ) d
    where units * 10 >= whole and whole > 0 group by 1, 2`;
  return new Map(rows.map((row) => [`${row.skuId}:${row.locationId}`, row.channelIds]));
}
