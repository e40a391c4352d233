import { performance } from "node:perf_hooks";
import type { Db } from "@/db/client";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { planTransfers } from "@/lib/jobs/plan-transfers";
import { type BenchResult, percentile } from "../result";
import type { Workspace } from "../support/open-workspace";

const singleChanges = 40;

/** All figures and decisions anew, all transfers planned together, after one SKU changed, and the memory that it took. */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  const { db } = await workspace.filled();
  // The past is read once; what is measured is working everything out anew on a known past, as after a change of policy.
  await drain(db);
  await db`insert into sku_to_refresh (sku_id) select id from sku where is_product on conflict (sku_id) do nothing`;
  const [{ count } = { count: 0 }] = await db<
    { count: number }[]
  >`select count(*) as count from sku_to_refresh`;
  const started = performance.now();
  const held = [megabytesHeld()];
  const sampler = setInterval(() => held.push(megabytesHeld()), 250);
  await drain(db);
  const seconds = (performance.now() - started) / 1_000;
  yield {
    name: "all figures and decisions anew",
    value: seconds,
    unit: "s",
    budget: workspace.size === "L" ? null : "≤ 30",
    against: `${count} SKUs`,
  };

  const planning = performance.now();
  const plan = await planTransfers(db);
  yield {
    name: "transfers planned together, with the decisions that follow",
    value: (performance.now() - planning) / 1_000,
    unit: "s",
    budget: null,
    against: plan
      ? `${plan.skus} SKUs, ${(plan.milliseconds / 1_000).toFixed(1)} s of it in a thread; gap ${(plan.optimalityGap * 100).toFixed(2)} %; ${plan.affectedSkuIds.length} looked at again`
      : null,
  };
  clearInterval(sampler);
  yield {
    name: "memory of the process that works them out, at most",
    value: Math.max(...held),
    unit: "MB",
    budget: null,
    against: `${held[0]?.toFixed(0)} MB before; with what made the workspace`,
  };

  const samples: number[] = [];
  for (let change = 0; change < singleChanges; change++) {
    await db`
      insert into stock_move (occurred_at, sku_id, from_place_id, to_place_id, quantity, reason)
      select now(), l.sku_id, 4, 10 + l.location_id * 3, 1, 'adjustment' from stock_level l
      where l.sku_id = (select id from sku where is_product order by id offset ${change * 7} limit 1) limit 1`;
    const one = performance.now();
    await drain(db);
    samples.push(performance.now() - one);
  }
  yield {
    name: "figures and decisions after one SKU changed, p95",
    value: percentile(samples, 0.95),
    unit: "ms",
    budget: "≤ 100",
    against: `median ${percentile(samples, 0.5).toFixed(0)} ms`,
  };
}

const megabytesHeld = (): number => process.memoryUsage.rss() / 1024 ** 2;

async function drain(db: Db): Promise<void> {
  while ((await refreshNextBatch(db)) > 0);
}
