import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sealSecret } from "@/lib/core/seal";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { refreshKpis } from "@/lib/jobs/kpis-refresh";
import { type BenchResult, percentile } from "../result";
import { atEvenPace } from "../support/even-pace";
import { openPage, untilShown } from "../support/open-page";
import type { BenchDatabase, Workspace } from "../support/open-workspace";
import { secret, signIn, startWeb, startWorkerProcess } from "../support/servers";

const eventsPerSecond = Number(process.env.PLIMSOLL_BENCH_RATE ?? 200);
const minutes = Number(process.env.PLIMSOLL_BENCH_MINUTES ?? 10);
const lookEveryMs = 2_500;
const patienceMs = 20_000;
const signingSecret = "simulated-shop-secret";
const connectionKey = "soak-shop";

/**
 * Signed call-backs of a simulated shop, each a new order, at 200 a second (PLIMSOLL_BENCH_RATE) for ten minutes
 * (PLIMSOLL_BENCH_MINUTES), while a product's page is open in Chromium: from the sending of an order of that product to the
 * moment when the page lists it; how the memory of web and worker goes; and whether every order that was answered with yes
 * is in the tables, once.
 */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  const database = await workspace.filled();
  while ((await refreshNextBatch(database.db)) > 0);
  await refreshKpis(database.db);
  const channel = await connectShop(database);
  const goods = await goodsOf(database, channel.id);
  const [shown, ...others] = goods;
  if (!shown) throw new Error("the workspace has no listing");
  const web = await startWeb(database);
  const worker = startWorkerProcess(database);
  const { browser, page } = await openPage(web.address, await signIn(database, web.address));
  const held: number[] = [];
  const sampler = setInterval(() => held.push(web.memoryMegabytes() + worker.memoryMegabytes()), 2_000);
  let load: ReturnType<typeof atEvenPace> | null = null;
  try {
    await page.goto(`${web.address}/inventory/${encodeURIComponent(shown)}`);
    const post = (id: number, name: string, sku: string) =>
      deliver(web.address, orderBody(id, name, sku, channel.currency));
    const started = Date.now();
    load = atEvenPace(eventsPerSecond, (number) =>
      post(1_000_000 + number, `SOAK-${number}`, others[number % others.length] ?? shown),
    );
    const waits: number[] = [];
    let [looks, late] = [0, 0];
    for (; Date.now() - started < minutes * 60_000; looks++) {
      const name = `LOOK-${looks}-`;
      const wait = await untilShown(page, name, patienceMs, () => post(900_000 + looks, name, shown));
      if (wait === null) late++;
      else waits.push(wait);
      await sleep(Math.max(0, lookEveryMs - (wait ?? 0)));
    }
    const { sent, failed, seconds } = await load.stop();
    yield {
      name: "signed call-back sent to visible in an open browser, p95",
      value: percentile(waits, 0.95),
      unit: "ms",
      budget: "≤ 1000",
      against: `median ${percentile(waits, 0.5).toFixed(0)} ms, ${(sent / seconds).toFixed(0)} events a second for ${(seconds / 60).toFixed(1)} minutes, ${failed} refused, ${late} of ${looks} not within ${patienceMs / 1000} s`,
    };
    const [row] = await database.db<{ orders: number }[]>`
      select count(*)::int as orders from sales_order where connection_id = ${channel.connectionId}`;
    yield {
      name: "orders answered with yes that are not in the tables",
      value: sent - failed + looks - late - (row?.orders ?? 0),
      unit: "orders",
      budget: "≤ 0",
      against: `${row?.orders} orders in the tables of ${sent - failed + looks - late} taken`,
    };
    const [early, end] = [middleOf(held, 0.2, 0.4), middleOf(held, 0.8, 1)];
    yield {
      name: "memory of web and worker at the end beside after a fifth",
      value: end / early,
      unit: "×",
      budget: "≤ 1.15",
      against: `${early.toFixed(0)} MB then, ${end.toFixed(0)} MB at the end, at most ${Math.max(...held).toFixed(0)} MB`,
    };
  } finally {
    await load?.stop();
    clearInterval(sampler);
    await browser.close();
    await Promise.all([web.stop(), worker.stop()]);
  }
}

const middleOf = (values: readonly number[], from: number, to: number): number =>
  percentile(values.slice(Math.floor(values.length * from), Math.ceil(values.length * to)), 0.5);

/** A connection that only call-backs bring something in through: its orders are not due to be asked for today. */
async function connectShop({ db }: BenchDatabase) {
  process.env.PLIMSOLL_SECRET = secret;
  const [channel] = await db<{ id: number; code: string; currency: string }[]>`
    select id, code, currency from channel order by (select count(*) from listing l where l.channel_id = channel.id) desc, id limit 1`;
  if (!channel) throw new Error("the workspace has no channel");
  const config = { settings: { shop: "soak.myshopify.com", channel: channel.code } };
  const sealed = sealSecret(JSON.stringify({ clientSecret: signingSecret }));
  const [row] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name, config, secret_sealed, simulated)
    values (${connectionKey}, 'shopify', 'Soak', ${db.json(config)}, ${sealed}, true) returning id`;
  const connectionId = row?.id ?? 0;
  await db`
    insert into sync_stream (connection_id, stream, wanted_seconds, next_due_at) values (${connectionId}, 'orders', 86400, now() + interval '1 day')`;
  return { ...channel, connectionId };
}

async function goodsOf({ db }: BenchDatabase, channelId: number): Promise<string[]> {
  const rows = await db<{ code: string }[]>`
    select s.code from sku s where exists (select from listing l where l.sku_id = s.id and l.channel_id = ${channelId}) order by s.id limit 4000`;
  return rows.map(({ code }) => code);
}

/** An order as Shopify's call-back tells it, as far as it is read. */
function orderBody(id: number, name: string, sku: string, currency: string): string {
  const at = new Date().toISOString();
  const set = (amount: string) => ({ shop_money: { amount, currency_code: currency } });
  return JSON.stringify({
    ...{ id, name, created_at: at, processed_at: at, updated_at: at, cancelled_at: null, test: false },
    ...{ taxes_included: false, currency, total_price_set: set("20.00"), total_discounts_set: set("0.00") },
    ...{ total_tax_set: set("0.00"), total_shipping_price_set: set("0.00"), location_id: null },
    customer: { id: id % 10_000 },
    shipping_address: { country_code: "US" },
    line_items: [
      {
        ...{ id: id * 10, sku, title: sku, variant_title: null, quantity: 1, current_quantity: 1 },
        ...{ variant_id: id, price_set: set("20.00") },
      },
    ],
    fulfillments: [],
    refunds: [],
  });
}

async function deliver(address: string, body: string): Promise<boolean> {
  const answer = await fetch(`${address}/api/webhooks/${connectionKey}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": "orders/create",
      "x-shopify-event-id": createHmac("sha256", "event").update(body).digest("hex"),
      "x-shopify-triggered-at": new Date().toISOString(),
      "x-shopify-hmac-sha256": createHmac("sha256", signingSecret).update(body).digest("base64"),
    },
    body,
  });
  const { result } = (await answer.json()) as { result?: string };
  return answer.ok && result === "applied";
}
