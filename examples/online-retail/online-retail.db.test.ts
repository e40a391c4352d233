import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { verifyDatabase } from "@/db/queries/verify";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { storeFile } from "@/lib/ingest/inbox/store-file";
import { parseMapping } from "@/lib/ingest/mapping/mapping";
import type { BatchOutcome } from "@/lib/ingest/outcome";
import { runImport } from "@/lib/ingest/run-import";
import { createRun } from "@/lib/ingest/runs/runs";
import { ensureFileSource } from "@/lib/ingest/sources";

const root = resolve(import.meta.dirname, "../..");
const folder = process.env.PLIMSOLL_ONLINE_RETAIL_DIR ?? resolve(root, "../shared/data/online-retail");
const months = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(".csv.gz"))
      .sort()
  : [];
if (months.length === 0)
  console.warn(
    `\nNOT RUN: Online Retail, because ${folder} holds no month files. Set PLIMSOLL_ONLINE_RETAIL_DIR; examples/online-retail/README.md says where to get them.\n`,
  );

const mapping = parseMapping(JSON.parse(readFileSync(join(import.meta.dirname, "mapping.json"), "utf8")));
const notProducts = new Set(mapping.options.notProducts);
const isProduct = (code: string) => !notProducts.has(code) && !code.startsWith("gift_");

async function importFile(db: Db, content: AsyncIterable<Uint8Array>): Promise<BatchOutcome> {
  const connectionId = await ensureFileSource(db, "online-retail");
  const { fileId } = await storeFile(db, "online-retail.csv", content, "test");
  return await runImport(
    db,
    await createRun(db, { connectionId, fileId, mapping, dryRun: false, actor: "test" }),
  );
}

/** All months as one file: the headers of the later months stay inside, as `cat` would leave them. */
async function* allMonths(): AsyncGenerator<Buffer> {
  for (const month of months)
    for await (const piece of createReadStream(join(folder, month)).pipe(createGunzip()))
      yield piece as Buffer;
}

interface Figures {
  lines: number;
  invoices: number;
  codes: number;
  customers: number;
  creditLines: number;
  chargeLines: number;
  chargeMinor: number;
  adjustmentLines: number;
  adjustmentUnits: number;
  saleLines: number;
  saleUnits: number;
  saleMinor: number;
  priceNotPositive: number;
  customerMissing: number;
  exactRepeats: number;
  takenBackUnits: number;
  takenBackMinor: number;
}

/** The figures straight from the files: lines are split by hand, prices are counted in thousandths, credits are set by a simple loop. */
async function figuresFromFiles(): Promise<Figures> {
  const figures = {
    lines: 0,
    creditLines: 0,
    chargeLines: 0,
    chargeMinor: 0,
    adjustmentLines: 0,
    adjustmentUnits: 0,
    saleLines: 0,
    saleUnits: 0,
    saleMinor: 0,
    priceNotPositive: 0,
    customerMissing: 0,
    exactRepeats: 0,
    takenBackUnits: 0,
    takenBackMinor: 0,
  };
  const invoices = new Map<string, number>();
  const codes = new Set<string>();
  const customers = new Set<string>();
  const seen = new Set<string>();
  const sales = new Map<
    string,
    { invoice: string; place: number; units: number; left: number; thousandths: number }[]
  >();
  const credits: { invoice: string; place: number; key: string; units: number; at: string }[] = [];
  const invoiceAt = new Map<string, string>();
  const pence = (units: number, thousandths: number) =>
    Math.sign(units * thousandths) * Math.floor((Math.abs(units * thousandths) + 5) / 10);
  for (const month of months) {
    const lines = createInterface({ input: createReadStream(join(folder, month)).pipe(createGunzip()) });
    for await (const text of lines) {
      if (text.startsWith("InvoiceNo,")) continue;
      const [invoice = "", code = "", , quantity, at = "", price = "", customer = ""] =
        text.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, "")) ?? [];
      figures.lines++;
      const place = (invoices.get(invoice) ?? 0) + 1;
      invoices.set(invoice, place);
      codes.add(code);
      if (customer) customers.add(customer);
      else figures.customerMissing++;
      if (seen.has(text)) figures.exactRepeats++;
      seen.add(text);
      const units = Number(quantity);
      const thousandths = Math.round(Number(price) * 1000);
      if (thousandths <= 0) figures.priceNotPositive++;
      const known = invoiceAt.get(invoice);
      if (known === undefined || at < known) invoiceAt.set(invoice, at);
      const key = `${customer}|${code}|${thousandths}`;
      if (!isProduct(code)) {
        figures.chargeLines++;
        figures.chargeMinor += pence(units, thousandths);
      } else if (invoice.startsWith("C")) {
        figures.creditLines++;
        if (customer) credits.push({ invoice, place, key, units: -units, at });
      } else if (units < 0 || (thousandths <= 0 && !customer)) {
        figures.adjustmentLines++;
        figures.adjustmentUnits += units;
      } else {
        figures.saleLines++;
        figures.saleUnits += units;
        figures.saleMinor += pence(units, thousandths);
        if (customer)
          sales.set(key, [...(sales.get(key) ?? []), { invoice, place, units, left: units, thousandths }]);
      }
    }
  }
  const order = (a: { invoice: string; place: number }, b: { invoice: string; place: number }) => {
    const [x, y] = [`${invoiceAt.get(a.invoice)}|${a.invoice}`, `${invoiceAt.get(b.invoice)}|${b.invoice}`];
    return x < y ? -1 : x > y ? 1 : a.place - b.place;
  };
  for (const credit of credits.sort(order)) {
    let open = credit.units;
    const earlier = (sales.get(credit.key) ?? []).filter(
      (sale) => (invoiceAt.get(sale.invoice) ?? "") <= (invoiceAt.get(credit.invoice) ?? ""),
    );
    for (const sale of earlier.sort(order).reverse()) {
      const taken = Math.min(open, sale.left);
      sale.left -= taken;
      open -= taken;
      figures.takenBackUnits += taken;
    }
  }
  for (const { units, left, thousandths } of [...sales.values()].flat()) {
    const amount = pence(units, thousandths);
    figures.takenBackMinor += Math.floor((amount * (units - left)) / units + 0.5);
  }
  return { ...figures, invoices: invoices.size, codes: codes.size, customers: customers.size };
}

async function figuresFromDatabase(db: Db): Promise<Figures> {
  const [row] = await db<Figures[]>`
    select count(*)::int as lines, (select count(*)::int from sales_order) as invoices, (select count(*)::int from sku) as codes,
      (select count(distinct customer_ref)::int from sales_order) as customers,
      count(*) filter (where kind = 'credit')::int as "creditLines",
      count(*) filter (where kind = 'charge')::int as "chargeLines",
      sum(amount_minor) filter (where kind = 'charge')::int as "chargeMinor",
      count(*) filter (where kind = 'adjustment')::int as "adjustmentLines",
      sum(quantity) filter (where kind = 'adjustment')::int as "adjustmentUnits",
      count(*) filter (where kind = 'sale')::int as "saleLines",
      sum(quantity) filter (where kind = 'sale')::int as "saleUnits",
      sum(amount_minor) filter (where kind = 'sale')::int as "saleMinor",
      count(*) filter (where note like '%price_not_positive%')::int as "priceNotPositive",
      count(*) filter (where note like '%customer_missing%')::int as "customerMissing",
      (select coalesce(sum((notes ->> 'exactRepeats')::int), 0)::int from sync_run where accepted_count > 0) as "exactRepeats",
      sum(cancelled_quantity)::int as "takenBackUnits", sum(cancelled_minor)::int as "takenBackMinor"
    from order_line`;
  if (!row) throw new Error("no figures");
  return row;
}

const demandTotals = async (db: Db) => {
  const [row] =
    await db`select sum(units)::int as units, sum(revenue_base_minor)::int as revenue, sum(lines)::int as lines, count(*) filter (where lines > 0)::int as days from demand_daily`;
  return row;
};

describe.skipIf(months.length === 0)("Online Retail", () => {
  let atOnce: TestDatabase;
  let byMonth: TestDatabase;
  let expected: Figures;
  beforeAll(async () => {
    [atOnce, byMonth, expected] = await Promise.all([
      createTestDatabase(),
      createTestDatabase(),
      figuresFromFiles(),
    ]);
  }, 300_000);
  afterAll(() => Promise.all([atOnce?.drop(), byMonth?.drop()]));

  test("all lines at once come to the figures counted straight from the files", async () => {
    const outcome = await importFile(atOnce.db, allMonths());
    expect([outcome.read, outcome.accepted, outcome.unchanged, outcome.rejected]).toEqual([
      541_909, 541_909, 0, 0,
    ]);
    expect(outcome.notes.repeatedHeaders).toBe(months.length - 1);
    expect(await figuresFromDatabase(atOnce.db)).toEqual(expected);
    expect(expected).toMatchObject({
      lines: 541_909,
      invoices: 25_900,
      codes: 4_070,
      customers: 4_372,
      priceNotPositive: 2_517,
      customerMissing: 135_080,
      exactRepeats: 5_268,
    });
  }, 900_000);

  test("the two orders keyed wrong come to nothing", async () => {
    const giants = await atOnce.db`
      select o.external_id, l.quantity, l.cancelled_quantity, l.amount_minor - l.cancelled_minor as revenue
      from order_line l join sales_order o on o.id = l.order_id where l.quantity in (80995, 74215) order by 2`;
    expect(giants.map((line) => [line.quantity, line.cancelled_quantity, line.revenue])).toEqual([
      [74_215, 74_215, 0],
      [80_995, 80_995, 0],
    ]);
  });

  test("month by month, backwards, and twice, comes to the same", async () => {
    for (const month of [...months].reverse()) {
      const outcome = await importFile(byMonth.db, createReadStream(join(folder, month)));
      expect([outcome.rejected, outcome.unchanged]).toEqual([0, 0]);
    }
    for (const month of months) {
      const outcome = await importFile(byMonth.db, createReadStream(join(folder, month)));
      expect([month, outcome.accepted, outcome.rejected]).toEqual([month, 0, 0]);
    }
    expect(await figuresFromDatabase(byMonth.db)).toEqual(expected);
    expect(await demandTotals(byMonth.db)).toEqual(await demandTotals(atOnce.db));
    const titles = (db: Db) => db`select code, title, price from sku order by code`;
    expect(JSON.stringify(await titles(byMonth.db))).toBe(JSON.stringify(await titles(atOnce.db)));
  }, 1_800_000);

  test("everything holds against the raw rows", async () => {
    for (const { db } of [atOnce, byMonth])
      expect((await verifyDatabase(db)).filter(({ differences }) => differences > 0)).toEqual([]);
  }, 300_000);
});
