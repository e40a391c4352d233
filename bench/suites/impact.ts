import { performance } from "node:perf_hooks";
import type { Db } from "@/db/client";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { measureImpact } from "@/lib/metrics/impact/run";
import type { BenchResult } from "../result";
import type { Workspace } from "../support/open-workspace";

/** A quarter of a busy company's actions. */
const transfers = 1_000;
const switches = 600;
const quantities = 400;
/** Days over which they lie back. */
const days = 60;

const rules = {
  horizonDays: 28,
  holdingRatePerYear: 0.2,
  substitutionShare: 0.3,
  errorMinorPerOrder: { low: 800, mid: 1_500, high: 3_000 },
};

/** What 2,000 verified actions were worth, all anew, as the hourly job finds them after a while without it. */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  const { db, owner } = await workspace.filled();
  while ((await refreshNextBatch(db)) > 0);
  await makeActions(owner);
  let megabytes = 0;
  const look = setInterval(() => {
    megabytes = Math.max(megabytes, process.memoryUsage().rss / 1e6);
  }, 100);
  const started = performance.now();
  const measured = await measureImpact(db, rules).finally(() => clearInterval(look));
  const seconds = (performance.now() - started) / 1_000;
  const [left] = await db<{ unknown: number; final: number }[]>`
    select (count(*) filter (where unmeasurable is not null))::int as unknown, (count(*) filter (where realised_at is not null))::int as final
    from action where measured_at is not null`;
  yield {
    name: `measure ${transfers + switches + quantities} actions`,
    value: seconds,
    unit: "s",
    budget: null,
    against: `${measured} measured, ${left?.final ?? 0} of them final, ${left?.unknown ?? 0} cannot be`,
  };
  yield {
    name: "measure actions: memory of its process",
    value: megabytes,
    unit: "MB",
    budget: null,
    against: null,
  };
}

/** Made in set-based statements: goods that moved over lanes, ads switched off and on by turns, quantities set on channels. */
async function makeActions(owner: Db): Promise<void> {
  const share = (n: string, of: number) => `${n} * ${days}.0 / ${of}`;
  await owner.unsafe(`
    with made as (
      select n, gen_random_uuid() as id, l.id as lane_id, l.origin_id, l.destination_id, l.currency, v.sku_id,
        now() - make_interval(secs => 86400 * (2 + ${share("n", transfers)})) as at
      from generate_series(1, ${transfers}) n
      join lateral (select * from lane order by id offset n % (select count(*) from lane) limit 1) l on true
      join lateral (select sku_id from stock_level where location_id = l.destination_id order by sku_id offset (n * 7) % 300 limit 1) v on true),
    acted as (
      insert into action (id, kind, executor, payload, state, verified_at, created_at, approved_by, expected_days,
        expected_low_minor, expected_minor, expected_high_minor)
      select id, 'transfer', 'manual', jsonb_build_object('transferId', 900000 + n), 'verified', at, at, 'bench', 21, 1000, 5000, 9000 from made),
    ordered as (
      insert into transfer_order (id, number, action_id, lane_id, origin_id, destination_id, state, currency, freight_minor, planned_at,
        shipped_at, expected_at, received_at, created_by)
      overriding system value
      select 900000 + n, 'BENCH-' || n, id, lane_id, origin_id, destination_id, 'received', currency, 900, at - interval '2 days',
        at - interval '1 day', at, at, 'bench' from made)
    insert into transfer_line (transfer_id, line_no, sku_id, origin_id, destination_id, quantity, shipped_quantity, received_quantity, reserving)
    select 900000 + n, 1, sku_id, origin_id, destination_id, 24, 24, 24, false from made`);
  await owner.unsafe(`
    insert into action (id, kind, executor, payload, state, verified_at, created_at, approved_by, expected_days, expected_low_minor, expected_minor, expected_high_minor)
    select gen_random_uuid(), case when n % 2 = 0 then 'ad_pause' else 'ad_resume' end, 'manual',
      jsonb_build_object('campaignId', p.campaign_id, 'productAdId', p.id), 'verified', at, at, 'bench', 10, 100, 500, 900
    from (select n, now() - make_interval(secs => 86400 * (1 + ${share("n", switches)})) as at from generate_series(1, ${switches}) n) a
    join lateral (select id, campaign_id from product_ad order by id offset (n / 2) % (select count(*) from product_ad) limit 1) p on true`);
  await owner.unsafe(`
    insert into action (id, kind, executor, payload, state, verified_at, created_at, approved_by, expected_days, expected_low_minor, expected_minor, expected_high_minor)
    select gen_random_uuid(), 'publish_quantity', 'manual',
      jsonb_build_object('listingId', l.id, 'channelId', l.channel_id, 'skuId', l.sku_id, 'units', 0, 'expectedUnits', 30), 'verified', at, at, 'bench', 10, 100, 500, 900
    from (select n, now() - make_interval(secs => 86400 * (1 + ${share("n", quantities)})) as at from generate_series(1, ${quantities}) n) a
    join lateral (select id, channel_id, sku_id from listing order by id offset (n * 13) % (select count(*) from listing) limit 1) l on true`);
}
