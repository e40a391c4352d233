import type { Tx } from "@/db/client";
import { isLive } from "@/lib/ingest/sync/vendors";
import { channels } from "../channels";
import { connectionId, connections } from "../connections";
import { copyRows } from "../copy";
import { lanes, locations } from "../places";
import type { Rates } from "../rates";
import type { SimulatedCompany } from "../simulate";
import { DAY_MS } from "../types";

const decimal = (minor: number) => (minor / 100).toFixed(2);

export { decimal };

/** The company, its rates, its connections, products, places and ways. */
export async function writeBase(tx: Tx, company: SimulatedCompany, rates: Rates): Promise<void> {
  const now = company.now.getTime();
  const firstDay = new Date(company.firstDayMs);
  await tx`
    insert into company (name, base_currency, time_zone, simulated, simulated_note)
    values ('Harbour & Pine', 'USD', 'America/Los_Angeles', true,
      ${`Everything in this company is simulated by a seeded generator (seed ${company.seed}): products, stock, orders, ads, and the vendors it talks to.`})`;
  await copyRows(
    tx,
    "fx_rate",
    ["currency", "day", "to_base", "source"],
    rates.rows.map((rate) => [rate.currency, rate.day, rate.toBase, "simulated"]),
  );
  await copyRows(
    tx,
    "connection",
    [
      "id",
      "key",
      "vendor",
      "name",
      "state",
      "simulated",
      "orders_move_stock",
      "lag_limit_seconds",
      "config",
      "last_event_at",
      "last_confirmed_at",
      "last_error",
      "last_error_say",
      "last_error_at",
      "created_at",
    ],
    connections.map((c, at) => [
      at + 1,
      c.key,
      c.vendor,
      c.name,
      c.error ? "error" : "active",
      true,
      c.ordersMoveStock,
      c.lagLimitSeconds,
      { json: { role: c.role, ...(c.locations ? { locations: c.locations } : {}) } },
      new Date(now - c.confirmedAgoMs - Math.min(c.lagMedianSeconds, 600) * 1000),
      new Date(now - c.confirmedAgoMs),
      c.error?.english ?? null,
      c.error ? { json: c.error.say } : null,
      c.error ? new Date(now - c.confirmedAgoMs / 2) : null,
      // What is live was connected today: the hours before are not held against what the vendor says.
      isLive(c.vendor) ? company.now : firstDay,
    ]),
  );
  await copyRows(
    tx,
    "sku",
    [
      "id",
      "code",
      "title",
      "title_lang",
      "brand",
      "category",
      "barcode",
      "currency",
      "unit_cost",
      "price",
      "pack_size",
      "weight_grams",
      "volume_cm3",
      "hazmat",
      "cold_chain",
      "lifecycle",
      "simulated",
      "created_at",
      "updated_at",
    ],
    company.skus.map((s) => {
      const created = new Date(company.firstDayMs + Math.max(0, s.launchDay - 60) * DAY_MS);
      return [
        s.id,
        s.code,
        s.title,
        s.titleLang,
        s.brand,
        s.category,
        s.barcode,
        "USD",
        s.unitCost,
        s.price,
        s.packSize,
        s.weightGrams,
        s.volumeCm3,
        s.hazmat,
        s.coldChain,
        s.lifecycle,
        true,
        created,
        created,
      ];
    }),
  );
  await copyRows(
    tx,
    "location",
    ["id", "code", "name", "kind", "country", "region", "time_zone", "simulated"],
    locations.map((l, at) => [at + 1, l.code, l.name, l.kind, l.country, l.region, l.timeZone, true]),
  );
  await copyRows(
    tx,
    "lane",
    [
      "id",
      "origin_id",
      "destination_id",
      "lead_time_days",
      "currency",
      "freight_minor_per_unit",
      "handling_minor_per_unit",
      "fixed_minor_per_shipment",
      "min_units",
      "capacity_units",
      "hazmat_allowed",
      "cold_chain_allowed",
      "kind",
      "simulated",
    ],
    lanes.map((l, at) => [
      at + 1,
      l.from + 1,
      l.to + 1,
      l.leadTimeDays,
      "USD",
      l.freightMinorPerUnit,
      l.handlingMinorPerUnit,
      l.fixedMinorPerShipment,
      l.minUnits,
      l.capacityUnits,
      l.hazmatAllowed,
      l.coldChainAllowed,
      locations[l.from]?.kind === "fba" ? "removal" : null,
      true,
    ]),
  );
  await copyRows(
    tx,
    "channel",
    [
      "id",
      "code",
      "name",
      "kind",
      "connection_id",
      "currency",
      "country",
      "time_zone",
      "lag_limit_seconds",
      "publish_share",
      "promotion_reserve_units",
      "buffer_units",
      "max_units",
      "fee_rate",
      "simulated",
    ],
    channels.map((c, at) => [
      at + 1,
      c.code,
      c.name,
      c.kind,
      connectionId(c.connectionKey),
      c.currency,
      c.country,
      c.timeZone,
      c.lagLimitSeconds,
      c.publishShare,
      c.promotionReserve,
      c.buffer,
      c.maxUnits,
      c.feeRate,
      true,
    ]),
  );
  await copyRows(
    tx,
    "channel_location",
    ["channel_id", "location_id", "priority"],
    channels.flatMap((c, at) => c.locations.map((location, rank) => [at + 1, location + 1, rank + 1])),
  );
}
