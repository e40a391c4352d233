import { parseArgs } from "node:util";
import { figuresBacklog } from "@/db/queries/status";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { historyDays, refreshKpis } from "@/lib/jobs/kpis-refresh";
import { planTransfers } from "@/lib/jobs/plan-transfers";
import { availabilityDays } from "@/lib/metrics/demand/run";
import { ensurePolicy } from "@/lib/services/policy/ensure";
import { openDatabase } from "../database";

const help = `Usage: npx plimsoll recompute [--no-kpis]

Works out every derived figure and recommendation anew from the raw rows: stock-outs, availability, forecasts,
stock status, drift, wasted spend, recommendations, the transfer plan, and the KPIs of the last ${historyDays} days.

  --no-kpis   leave the KPIs as they are`;

/** plimsoll recompute. Returns 0 when everything was worked out. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      "no-kpis": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const { db, close } = await openDatabase();
  try {
    await ensurePolicy(db);
    await db`
      insert into sku_to_refresh as r (sku_id, since)
      select id, now() - make_interval(days => ${availabilityDays}) from sku where is_product order by id
      on conflict (sku_id) do update set marked_at = clock_timestamp(), since = least(r.since, excluded.since)`;
    const { skus: wanted } = await figuresBacklog(db);
    for (let left = wanted; left > 0; ) {
      // Another process may be at it; then its batches count too.
      if ((await refreshNextBatch(db)) === 0) await new Promise((resolve) => setTimeout(resolve, 500));
      left = (await figuresBacklog(db)).skus;
      console.error(
        `figures: ${Math.max(0, wanted - left).toLocaleString("en")} of ${wanted.toLocaleString("en")} SKUs`,
      );
    }
    console.error("transfers: all SKUs together");
    await planTransfers(db);
    if (!values["no-kpis"]) {
      console.error(`kpis: the last ${historyDays} days`);
      await refreshKpis(db, { days: historyDays });
    }
    console.log(`Worked out anew: ${wanted.toLocaleString("en")} SKUs.`);
    return 0;
  } finally {
    await close();
  }
}
