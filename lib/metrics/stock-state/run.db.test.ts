import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { agedStock } from "../aged/compute";
import { daysOfCover, runOut } from "../cover/compute";
import { demandQuantile, expectedShortfall, windowDemand } from "../demand-distribution/compute";
import { excess } from "../excess/compute";
import { forecastHistoryDays, forecastQuantiles, smoothedForecast } from "../forecast/compute";
import { refreshForecasts } from "../forecast/run";
import { safetyStock } from "../safety-stock/compute";
import {
  addSku,
  ago,
  makeSmallWorld,
  move,
  now,
  order,
  type SmallWorld,
  sellDaily,
} from "../testing/small-world";
import { stockState } from "./compute";
import { refreshStockStatus, type StatusRules } from "./run";

let database: TestDatabase;
let world: SmallWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeSmallWorld(database.db);
});
afterAll(() => database.drop());

const rules: StatusRules = {
  atRiskProbability: 0.3,
  serviceLevel: 0.95,
  excessAfterDays: 90,
  fallbackLeadTimeDays: 14,
  substitutionShare: 0.3,
  carryingRatePerYear: 0.2,
};

interface Row {
  state: string;
  available: number | null;
  level: number;
  dispersion: number;
  quantiles: Record<string, Record<string, number>>;
  cover: number | null;
  gap: number;
  safety: number;
  reorder: number;
  probability: number | null;
  excessUnits: number;
  excessMinor: number;
  lostMinor: number;
  stakeMinor: number;
  valueMinor: number;
  aged: number[];
  margin: number;
  runsOut: string | null;
}

async function statusOf(skuId: number, locationId: number): Promise<Row> {
  await database.db.begin(async (tx) => {
    await refreshForecasts(tx, [skuId], now);
    await refreshStockStatus(tx, [skuId], () => rules, now);
  });
  const [row] = await database.db<Row[]>`
    select s.state, s.available, f.level_units_per_day as level, f.dispersion, f.quantiles, s.cover_days as cover, s.gap_days as gap,
      s.safety_stock_units as safety, s.reorder_point_units as reorder, s.stockout_probability as probability,
      s.excess_units as "excessUnits", s.excess_base_minor as "excessMinor", s.lost_sales_base_minor_per_day as "lostMinor",
      s.money_at_stake_base_minor as "stakeMinor", s.stock_value_base_minor as "valueMinor", s.aged_units as aged,
      s.margin_base_minor as margin, s.runs_out_on as "runsOut"
    from stock_status s join forecast f using (sku_id, location_id) where sku_id = ${skuId} and location_id = ${locationId}`;
  if (!row) throw new Error("no status");
  return row;
}

test("figures equal their definitions", async () => {
  const { skuId, a } = world;
  await move(database.db, skuId, a, 200, ago(24 * 100));
  await sellDaily(database.db, world, { locationId: a, units: 3, days: 30 });
  await move(database.db, skuId, a, -190, ago(24 * 40));
  const row = await statusOf(skuId, a);
  const history = Array.from({ length: forecastHistoryDays }, (_, i) => ({
    day: new Date(now.getTime() - (i + 1) * 86_400_000).toISOString().slice(0, 10),
    units: i < 30 ? 3 : 0,
    availableShare: i < 100 ? 1 : null,
  }));
  const forecast = smoothedForecast(history, { horizonDays: 90, asOfDay: "2026-06-17" });
  expect(row.level).toBeCloseTo(forecast.level, 5);
  expect(row.quantiles).toEqual(forecastQuantiles(forecast));

  const demand = { meanPerDay: row.level, dispersion: row.dispersion };
  const leadTimeDays = 2;
  const state = stockState({ available: 10, incoming: 0, demand, nextReceiptDays: null, leadTimeDays });
  expect([row.state, row.available]).toEqual([state.state, 10]);
  expect(row.probability).toBeCloseTo(state.stockoutProbability ?? -1, 5);
  const safety = safetyStock(demand, leadTimeDays, 0.95);
  expect(row.safety).toBeCloseTo(safety.safetyStockUnits, 4);
  expect(row.reorder).toBe(demandQuantile(windowDemand(demand, leadTimeDays), 0.95));
  const cover = daysOfCover(10, row.level);
  expect(row.cover).toBeCloseTo(cover.kind === "days" ? cover.days : -1, 4);
  // Sold at 20.00 with no fee, bought at 5.00.
  expect(row.margin).toBe(1_500);
  expect(row.valueMinor).toBe(5_000);
});

test("out of stock loses what would be sold, at risk what is expected to be missed", async () => {
  const out = await addSku(database.db, "OUT");
  await move(database.db, out, world.a, 60, ago(24 * 60));
  await sellDaily(database.db, world, { skuId: out, locationId: world.a, units: 2, days: 40 });
  await move(database.db, out, world.a, -60, ago(1));
  await database.db`
    insert into inbound_line (document, sku_id, location_id, quantity, expected_at)
    values ('PO-1', ${out}, ${world.a}, 50, ${new Date(now.getTime() + 5 * 86_400_000)})`;
  const row = await statusOf(out, world.a);
  const receipts = [{ days: 5, quantity: 50 }];
  expect(row.state).toBe("out");
  expect(row.gap).toBeCloseTo(runOut(0, receipts, row.level).gapDays, 4);
  expect(row.lostMinor).toBe(Math.round(row.level * 1_500 * 0.7));
  expect(row.stakeMinor).toBeCloseTo(row.level * 5 * 1_500 * 0.7, -1);

  const risk = await addSku(database.db, "RISK");
  await move(database.db, risk, world.a, 60, ago(24 * 60));
  await sellDaily(database.db, world, { skuId: risk, locationId: world.a, units: 2, days: 40 });
  await move(database.db, risk, world.a, -57, ago(1));
  const atRisk = await statusOf(risk, world.a);
  const missed = expectedShortfall(
    windowDemand({ meanPerDay: atRisk.level, dispersion: atRisk.dispersion }, 2),
    3,
  );
  expect(atRisk.state).toBe("at_risk");
  expect(atRisk.lostMinor).toBe(Math.round((missed / 2) * 1_500 * 0.7));
});

test("stock is as old as what came in last", async () => {
  const skuId = await addSku(database.db, "OLD");
  const receipts = [
    { days: 380, quantity: 30 },
    { days: 200, quantity: 20 },
    { days: 100, quantity: 15 },
    { days: 20, quantity: 10 },
  ];
  await database.db`select ensure_month_partitions('2025-01-01', '2026-12-31')`;
  for (const { days, quantity } of receipts)
    await move(database.db, skuId, world.b, quantity, ago(24 * days));
  await move(database.db, skuId, world.b, -40, ago(5));
  const row = await statusOf(skuId, world.b);
  const aged = agedStock(
    35,
    receipts.map(({ days, quantity }) => ({
      day: ago(24 * days)
        .toISOString()
        .slice(0, 10),
      quantity,
    })),
    "2026-06-17",
  );
  expect(row.aged).toEqual(aged.units);
  expect(row.state).toBe("no_demand");
  expect(row.cover).toBeNull();
  const beyond = excess({ available: 35, incoming: 0, meanPerDay: 0, unitCostMinor: 500 });
  expect([row.excessUnits, row.excessMinor]).toEqual([beyond.units, beyond.costMinor]);
});

test("stock that was never read is unknown, with a forecast all the same", async () => {
  const skuId = await addSku(database.db, "NEVER");
  await order(database.db, world, { skuId, locationId: world.a, units: 3, at: ago(48) });
  const row = await statusOf(skuId, world.a);
  expect(row).toMatchObject({
    state: "unknown",
    available: null,
    cover: null,
    probability: null,
    lostMinor: 0,
  });
  expect(row.level).toBeGreaterThan(0);
});
