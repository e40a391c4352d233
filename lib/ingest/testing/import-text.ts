import type { Db } from "@/db/client";
import { storeFile } from "@/lib/ingest/inbox/store-file";
import { type MappingInput, parseMapping } from "@/lib/ingest/mapping/mapping";
import type { BatchOutcome } from "@/lib/ingest/outcome";
import { runImport } from "@/lib/ingest/run-import";
import { createRun } from "@/lib/ingest/runs/runs";
import { rowFields } from "@/lib/ingest/schemas/index";
import { runSource } from "@/lib/ingest/sources";

/** Imports a text as a file would be, its columns named as the fields unless a mapping says otherwise. */
export async function importText(
  db: Db,
  mapping: Omit<MappingInput, "columns"> & { columns?: MappingInput["columns"] },
  text: string,
  given: { source?: string; dryRun?: boolean } = {},
): Promise<BatchOutcome & { runId: number }> {
  const from = await runSource(db, given.source ?? "test", given.dryRun ?? false);
  async function* content() {
    yield Buffer.from(text);
  }
  const { fileId } = await storeFile(db, "test.csv", content(), "test");
  const header = (text.split("\n")[0] ?? "").trim().split(",");
  const fields = rowFields(mapping.kind);
  const columns =
    mapping.columns ??
    Object.fromEntries(header.filter((name) => fields.has(name)).map((name) => [name, name]));
  const parsed = parseMapping({ ...mapping, columns });
  const runId = await createRun(db, {
    ...from,
    fileId,
    mapping: parsed,
    dryRun: given.dryRun ?? false,
    actor: "test",
  });
  return { ...(await runImport(db, runId)), runId };
}

/** A small company: two locations, one channel that the first serves, three SKUs. */
export async function seedCatalogue(db: Db): Promise<void> {
  await db`insert into company (name, base_currency, time_zone) values ('Test', 'GBP', 'Europe/London')`;
  await importText(
    db,
    { kind: "locations" },
    "code,kind,country,timeZone\nW1,warehouse,GB,Europe/London\nW2,3pl,DE,Europe/Berlin\n",
  );
  await importText(
    db,
    { kind: "channels" },
    "code,currency,locations,timeZone\nshop,GBP,W1;W2,Europe/London\n",
  );
  await importText(
    db,
    { kind: "skus" },
    "code,title,unitCost,price,currency\nA,Apple,1.25,3,GBP\nB,Box,2,5,GBP\nC,Cup,,7.5,GBP\n",
  );
}

/**
 * Everything that imports fill, without ids and times of arrival, for telling two states apart. Levels of zero are left
 * out: a shelf that only an outdated version of an order touched is known to be empty where that version came first,
 * and never heard of where it came too late.
 */
export async function stateOf(db: Db): Promise<Record<string, unknown[]>> {
  const [orders, lines, matches, levels, demand, returns] = await Promise.all([
    db`select external_id, placed_at, kind, state, currency, customer_ref, source_version from sales_order order by external_id`,
    db`select o.external_id, l.line_no, k.code, p.code as place, l.kind, l.quantity, l.cancelled_quantity, l.shipped_quantity, l.open,
        l.unit_price, l.amount_minor, l.cancelled_minor, l.amount_base_minor, l.cancelled_base_minor, l.cost_base_minor, l.day
      from order_line l join sales_order o on o.id = l.order_id join sku k on k.id = l.sku_id join location p on p.id = l.location_id
      order by 1, 2`,
    db`select c.external_id as credit, m.credit_line_no, o.external_id, m.line_no, m.quantity, m.amount_minor
      from credit_match m join sales_order c on c.id = m.credit_order_id join sales_order o on o.id = m.order_id order by 1, 2, 3, 4`,
    db`select k.code, p.code as place, l.on_hand, l.unavailable, l.committed,
        case when (l.on_hand, l.unavailable) <> (0, 0) then l.available end as available from stock_level l
      join sku k on k.id = l.sku_id join location p on p.id = l.location_id
      where (l.on_hand, l.unavailable, l.committed) <> (0, 0, 0) order by 1, 2`,
    db`select k.code, d.day, sum(d.units)::int as units, sum(d.revenue_base_minor)::int as revenue, sum(d.lines)::int as lines,
        sum(d.unpriced_units)::int as unpriced
      from demand_daily d join sku k on k.id = d.sku_id group by 1, 2 having sum(d.lines) <> 0 order by 1, 2`,
    db`select r.external_id, k.code, p.code as place, r.quantity, r.state, r.received_at, r.settled_at from return_line r
      join sku k on k.id = r.sku_id join location p on p.id = r.location_id order by 1`,
  ]);
  return { orders, lines, matches, levels, demand, returns };
}
