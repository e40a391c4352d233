import type { Db, Tx } from "@/db/client";
import { ensurePolicy } from "@/lib/services/policy/ensure";
import { loadSampleCompany } from "@/sandbox/company/load";
import { makeAds } from "./ads";
import { makeBase } from "./base";
import { checkForeignKeys } from "./foreign-keys";
import { makeOrders } from "./orders";
import { ORDERS_A_BATCH, sizes, type WorkspaceSize } from "./sizes";
import { makeReadings, makeStock } from "./stock";

/**
 * Fills an empty, migrated database for measuring: S is the sample company, M and L as DESIGN's budgets name them. Rows
 * follow from their numbers by hashing, so every run makes the same ones, placed relative to now. Derived figures
 * (forecast, states, KPIs, decisions) are left to `plimsoll recompute`. `owner` must be the owner's pool.
 */
export async function makeWorkspace(
  owner: Db,
  size: "S" | "M" | "L",
  log: (line: string) => void,
): Promise<void> {
  if (size === "S") {
    await loadSampleCompany(owner, { log });
    return;
  }
  await fillWorkspace(owner, sizes[size], (line) => log(`workspace ${size}: ${line}`));
}

/** Fills an empty, migrated database with as much as is asked for. */
export async function fillWorkspace(
  owner: Db,
  wanted: WorkspaceSize,
  log: (line: string) => void,
): Promise<void> {
  await owner`select ensure_month_partitions((now() - interval '14 months')::date, (now() + interval '3 months')::date)`;
  const step = async (name: string, write: (tx: Tx) => Promise<void>) => {
    const startedAt = Date.now();
    await owner.begin(async (tx) => {
      await tx.unsafe(
        "set local synchronous_commit = off; set local work_mem = '192MB'; set local jit = off",
      );
      await write(tx);
    });
    log(`${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  };
  await checkForeignKeys(owner, false);
  await step("products, places, listings", (tx) => makeBase(tx, wanted));
  await step("policy", async (tx) => void (await ensurePolicy(tx)));
  for (let first = 1; first <= wanted.orders; first += ORDERS_A_BATCH) {
    const last = Math.min(wanted.orders, first + ORDERS_A_BATCH - 1);
    await step(`orders ${first} to ${last}`, (tx) => makeOrders(tx, wanted, first, last));
  }
  await owner`select setval('sales_order_id_seq', ${wanted.orders})`;
  await owner.unsafe("analyze sku; analyze location; analyze order_line; analyze demand_daily");
  const skusABatch = 10_000;
  for (let first = 1; first <= wanted.skus; first += skusABatch)
    await step(`stock of SKUs ${first} to ${first + skusABatch - 1}`, (tx) =>
      makeStock(tx, first, first + skusABatch - 1),
    );
  await step("readings", makeReadings);
  await step("ads", (tx) => makeAds(tx, wanted));
  await checkForeignKeys(owner, true);
  const startedAt = Date.now();
  await owner.unsafe("vacuum (analyze)");
  log(`vacuum (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}
