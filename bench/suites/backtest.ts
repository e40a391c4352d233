import { performance } from "node:perf_hooks";
import { addDays, dayInZone } from "@/lib/core/clock";
import { backtestPolicy } from "@/lib/services/backtest/run";
import { getPolicy } from "@/lib/services/policy/get";
import { type BenchResult, percentile } from "../result";
import type { Workspace } from "../support/open-workspace";

/** Products and mornings of a run. */
const runs = [
  [1_000, 4],
  [5_000, 7],
] as const;
const lookEveryMs = 500;

/** The rules in force over the last mornings, for every n-th product, as a person leaves it to be run. */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  for (const [products, mornings] of runs) yield* runOne(workspace, products, mornings);
}

async function* runOne(
  workspace: Workspace,
  products: number,
  mornings: number,
): AsyncGenerator<BenchResult> {
  const { db, owner } = await workspace.filled();
  const today = dayInZone(new Date(), "UTC");
  const seconds: number[] = [];
  let [longestSeconds, megabytes] = [0, 0];
  const look = setInterval(async () => {
    megabytes = Math.max(megabytes, process.memoryUsage().rss / 1e6);
    const [row] = await owner<{ seconds: number | null }[]>`
      select max(extract(epoch from clock_timestamp() - xact_start))::float8 as seconds from pg_stat_activity
      where datname = current_database() and application_name = 'plimsoll-backtest' and xact_start is not null`;
    longestSeconds = Math.max(longestSeconds, row?.seconds ?? 0);
  }, lookEveryMs);
  const started = performance.now();
  const result = await backtestPolicy(
    db,
    await getPolicy(db),
    { fromDay: addDays(today, -mornings), days: mornings, until: new Date(today), mostSkus: products },
    { keep: async (_, kept) => void seconds.push(kept.seconds) },
  ).finally(() => clearInterval(look));
  const told = { budget: null, against: null };
  const of = `back-test of ${result?.sampledSkus ?? 0} products`;
  // The first one works all figures out from nothing.
  yield { name: `${of}: a morning`, value: percentile(seconds.slice(1), 0.5), unit: "s", ...told };
  yield {
    name: `${of}: ${seconds.length} mornings`,
    value: (performance.now() - started) / 1_000,
    unit: "s",
    ...told,
  };
  yield { name: `${of}: longest transaction`, value: longestSeconds, unit: "s", ...told };
  yield { name: `${of}: memory of its process`, value: megabytes, unit: "MB", ...told };
}
