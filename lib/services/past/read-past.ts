import type { Db, Queryable, Tx } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Policy } from "@/lib/services/policy/get";
import { policyRules } from "@/lib/services/policy/rules";
import { loadHistory } from "./load-history";
import { moveTo, refreshPast } from "./move-to";
import { layShadows } from "./shadow-tables";
import { withinPast } from "./within-past";

/** More products than these are not put together for one page. */
const mostSkus = 2_000;

/** What lists of all products read, as it was put together for the last moments asked for. It does not change any more. */
const keptTables = ["stock_status", "forecast", "inbound_line", "transfer_order", "transfer_line"] as const;
const kept = new Map<string, { at: number; tables: Map<string, string> }>();
const mostKept = 3;
const keptMs = 15 * 60_000;

/**
 * Reads as of a moment: `ask` is handed a transaction in which stock, open orders, goods on their way, demand, forecasts and
 * ads are as they were known then, and every query that names them reads that. What lists of all products need is kept for a while. Throws Invalid for a
 * moment that has not come, or where all products are asked for and there are too many.
 */
export async function readPast<T>(
  db: Db,
  asOf: Date,
  skuIds: number[] | "all",
  ask: (past: Tx, policy: Policy) => Promise<T>,
): Promise<T> {
  return withinPast(db, asOf, async (tx) => {
    const ids = skuIds === "all" ? await everySku(tx) : skuIds;
    // Putting all together takes a while and much of the machine: one at a time.
    if (skuIds === "all") await tx`select pg_advisory_xact_lock(hashtext('past.read'))`;
    const policy = await policyAt(tx, asOf);
    await layShadows(tx);
    const key = skuIds === "all" ? await keyOf(tx, asOf, policy.version) : null;
    if (key === null || !(await layKept(tx, key))) await putTogether(tx, ids, asOf, policy);
    if (key !== null) await keep(tx, key);
    return ask(tx, policy);
  });
}

async function putTogether(tx: Tx, skuIds: number[], asOf: Date, policy: Policy): Promise<void> {
  await loadHistory((work) => work(tx), skuIds, asOf, asOf);
  await moveTo((work) => work(tx), skuIds, asOf, { transfers: [], pauses: [] });
  // How places as a whole sell is taken as it is known today: it changes slowly, and one product does not tell it.
  await tx`insert into pg_temp.place_profile select * from public.place_profile`;
  await refreshPast((work) => work(tx), skuIds, asOf, {
    rules: policy.rules,
    since: new Date(0),
    transfers: [],
  });
}

/** Names the database too: one process may read several. */
async function keyOf(tx: Tx, asOf: Date, policyVersion: number): Promise<string> {
  const [row] = await tx<{ name: string }[]>`select current_database() as name`;
  return `${row?.name}:${asOf.toISOString()}:${policyVersion}`;
}

/** Lays what is kept of a moment into the shadow tables; false when nothing is. */
async function layKept(tx: Tx, key: string): Promise<boolean> {
  const found = kept.get(key);
  if (found && Date.now() - found.at > keptMs) kept.delete(key);
  if (!found || !kept.has(key)) return false;
  for (const [table, rows] of found.tables)
    await tx.unsafe(
      `insert into pg_temp.${table} overriding system value select * from json_populate_recordset(null::pg_temp.${table}, $1::text::json)`,
      [rows],
    );
  return true;
}

async function keep(tx: Tx, key: string): Promise<void> {
  if (kept.has(key)) return;
  const tables = new Map<string, string>();
  for (const table of keptTables) {
    const [row] = await tx.unsafe<{ rows: string }[]>(
      `select coalesce(json_agg(t), '[]')::text as rows from pg_temp.${table} t`,
    );
    tables.set(table, row?.rows ?? "[]");
  }
  kept.set(key, { at: Date.now(), tables });
  const oldest = [...kept.keys()].slice(0, Math.max(0, kept.size - mostKept));
  for (const one of oldest) kept.delete(one);
}

/** Whether there are more products than can be put together at once. */
export async function isLongPast(db: Queryable): Promise<boolean> {
  const [row] = await db`select 1 from sku where is_product offset ${mostSkus} limit 1`;
  return row !== undefined;
}

async function everySku(tx: Tx): Promise<number[]> {
  const rows = await tx<
    { id: number }[]
  >`select id from sku where is_product order by id limit ${mostSkus + 1}`;
  if (rows.length > mostSkus)
    throw new Invalid(
      `With more than ${mostSkus} products the whole list cannot be put together as of a moment. Open one product and read it then.`,
      { say: say("past.tooMany", { most: mostSkus }) },
    );
  return rows.map(({ id }) => id);
}

/** The policy in force at a moment; before the first one, the first. */
async function policyAt(tx: Tx, at: Date): Promise<Policy> {
  const [row] = await tx<Policy[]>`
    select version, rules, note, created_by as "createdBy", created_at as "createdAt" from policy where not draft
    order by created_at > ${at}, case when created_at <= ${at} then -version else version end limit 1`;
  if (!row) throw new Error("No policy has ever been in force.");
  return { ...row, rules: policyRules.parse(row.rules) };
}
