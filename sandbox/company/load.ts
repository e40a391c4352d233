import type { Db, Tx } from "@/db/client";
import { makeCampaigns } from "./campaigns";
import { makeHistory } from "./history";
import { makeMistakes } from "./mistakes";
import { makeRates } from "./rates";
import { type SimulatedCompany, simulateCompany } from "./simulate";
import { writeAds } from "./write/ads";
import { writeBase } from "./write/base";
import { writeChecks, writeReturns } from "./write/checks";
import { writeDeadLetters } from "./write/dead-letters";
import { writeHistory } from "./write/history";
import { writeListings } from "./write/listings";
import { writeOrders } from "./write/orders";
import { writeOutages, writeReadingTimes, writeStock } from "./write/stock";
import { writeIdentities, writeLag, writeRuns } from "./write/sync";
import { writeComparedHours, writeHeldOrders } from "./write/trust";

/** The seed of the company that `npm start` shows. */
export const SAMPLE_SEED = "plimsoll-sample-1";

const identityTables = [
  "connection",
  "sku",
  "location",
  "lane",
  "channel",
  "listing",
  "campaign",
  "product_ad",
  "sync_run",
  "recommendation",
  "transfer_order",
  "return_line",
] as const;

/** True when nothing was ever put into the database. */
export async function isEmptyWorkspace(db: Db): Promise<boolean> {
  const [row] = await db<{ used: boolean }[]>`
    select exists (select from company) or exists (select from sku) or exists (select from location)
      or exists (select from connection) or exists (select from sales_order) as used`;
  return row?.used === false;
}

/**
 * Writes the simulated company into an empty, migrated database, in one transaction: a load that is broken off leaves
 * nothing. Needs the owner's pool. `now` is where the simulated time ends; `log` hears one line a step.
 */
export async function loadSampleCompany(
  owner: Db,
  options: { now?: Date; seed?: string; log?: (line: string) => void } = {},
): Promise<SimulatedCompany> {
  const { now = new Date(), seed = SAMPLE_SEED, log = () => {} } = options;
  log("sample company: living through 13 months of orders");
  const company = simulateCompany(seed, now);
  const rates = makeRates(seed, company.firstDayMs);
  const campaigns = makeCampaigns(company);
  const history = makeHistory(company, campaigns, rates);
  const checks = makeMistakes(company);
  const steps: [string, (tx: Tx) => Promise<void>][] = [
    [`${company.skus.length} products, 6 locations, 8 channels`, (tx) => writeBase(tx, company, rates)],
    [`${company.listings.length} listings`, (tx) => writeListings(tx, company)],
    [`${company.moves.length} stock moves`, (tx) => writeStock(tx, company)],
    [`${company.orders.length} orders`, (tx) => writeOrders(tx, company, rates)],
    [
      "returns and order checks",
      async (tx) => {
        await writeReturns(tx, company);
        await writeChecks(tx, checks);
        await writeComparedHours(tx, company, checks);
        await writeHeldOrders(tx, company, checks);
        await writeDeadLetters(tx, company);
      },
    ],
    [`${campaigns.length} campaigns and what they spent`, (tx) => writeAds(tx, company, campaigns, rates)],
    [`${history.length} decisions of the past`, (tx) => writeHistory(tx, company, history)],
    [
      "sync runs and lag",
      async (tx) => {
        await writeRuns(tx, company);
        await writeLag(tx, company);
        await writeIdentities(tx, company, campaigns);
      },
    ],
    ["times without stock", (tx) => writeOutages(tx, company)],
    ["reading times", (tx) => writeReadingTimes(tx, company)],
  ];
  await owner`select ensure_month_partitions(${new Date(company.firstDayMs)}::date, (${now}::timestamptz + interval '3 months')::date)`;
  await owner.begin(async (tx) => {
    await tx`set local synchronous_commit = off`;
    for (const [name, write] of steps) {
      log(`sample company: writing ${name}`);
      await write(tx);
    }
    for (const table of identityTables)
      await tx.unsafe(
        `select setval(pg_get_serial_sequence('${table}', 'id'), (select coalesce(max(id), 1) from ${table}))`,
      );
    await tx`select setval('sales_order_id_seq', ${company.orders.length})`;
  });
  log("sample company: letting the database count its rows");
  await owner.unsafe("analyze");
  return company;
}
