import type { Db, Tx } from "@/db/client";
import type { Morning } from "./morning";
import { momentsOf, type Sample, takeSample } from "./run";
import type { Standing } from "./standing";

/** A back-test that was asked for, with how far it came. */
export interface TakenUp {
  rules: unknown;
  version: number | null;
  days: number;
  fromDay: string;
  until: Date;
  sample: Sample;
  earlier: { mornings: Morning[]; standing: Standing } | null;
}

interface Asked extends Omit<TakenUp, "sample" | "earlier"> {
  mostSkus: number;
  skuIds: number[] | null;
  allSkus: number | null;
  standing: Standing | null;
}

/** Takes up a back-test that waits or was broken off; null: it has ended, or was asked to. */
export async function takeUp(db: Db, id: number): Promise<TakenUp | null> {
  const [asked] = await db<Asked[]>`
    update backtest set state = 'running', stepped_at = now(),
      done_steps = (select count(*) from backtest_morning where backtest_id = ${id})
    where id = ${id} and state in ('queued', 'running') and not stop_asked
    returning rules, policy_version as version, days, from_day as "fromDay", until_at as until, most_skus as "mostSkus",
      sku_ids as "skuIds", all_skus as "allSkus", standing`;
  if (!asked) return null;
  const { skuIds, allSkus, mostSkus, standing, ...taken } = asked;
  const sample = skuIds ? { skuIds, all: allSkus ?? skuIds.length } : await takeSample(db, mostSkus);
  if (!skuIds)
    await db`
      update backtest set sku_ids = ${sample.skuIds}, all_skus = ${sample.all}, all_steps = ${momentsOf(asked.fromDay, asked.until).length + 1}
      where id = ${id}`;
  const rows = await db<{ morning: Morning }[]>`
    select yielded as morning from backtest_morning where backtest_id = ${id} order by step`;
  return {
    ...taken,
    sample,
    earlier: standing && { mornings: rows.map(({ morning }) => morning), standing },
  };
}

/** Keeps what a morning yielded and shows the progress. A morning that is kept already stays as it is. */
export async function keepMorning(
  tx: Tx,
  id: number,
  {
    step,
    morning,
    standing,
    seconds,
  }: { step: number; morning: Morning; standing: Standing; seconds: number },
): Promise<void> {
  await tx`
    insert into backtest_morning (backtest_id, step, yielded, seconds)
    values (${id}, ${step}, ${tx.json(morning as never)}, ${seconds}) on conflict do nothing`;
  await tx`
    update backtest set done_steps = ${step + 1}, standing = ${tx.json(standing as never)}, stepped_at = now(),
      step_seconds = (select percentile_cont(0.5) within group (order by seconds) from backtest_morning where backtest_id = ${id})
    where id = ${id} and state = 'running'`;
}

/** How a back-test ended; what its mornings yielded goes with that. */
export async function endBacktest(
  db: Db,
  id: number,
  {
    state,
    result = null,
    error = null,
  }: { state: "done" | "stopped" | "failed"; result?: unknown; error?: string | null },
): Promise<void> {
  await db.begin(async (tx) => {
    const [row] = await tx`
      update backtest set state = ${state}, result = ${result === null ? null : tx.json(result as never)}, error = ${error},
        done_steps = case when ${state} = 'done' then all_steps else done_steps end, standing = null,
        stepped_at = null, step_seconds = null, finished_at = now()
      where id = ${id} and state = 'running' returning 1`;
    if (row) await tx`delete from backtest_morning where backtest_id = ${id}`;
  });
}
