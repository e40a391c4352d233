import type { Client } from "pg";
import type { BackupHeader, TableHeader } from "./format";

/**
 * Every table that holds data, partitions through their parent, in a fixed order. Left out are the lists of migrations:
 * the database that a backup goes into has its own. Generated columns are worked out again.
 */
export async function backupTables(client: Client): Promise<TableHeader[]> {
  const { rows } = await client.query<TableHeader>(`
    select format('%I.%I', n.nspname, c.relname) as "table", array_agg(quote_ident(a.attname) order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and (n.nspname, c.relname) not in (('public', 'schema_migration'), ('graphile_worker', 'migrations'))
    group by 1 order by 1`);
  return rows;
}

/** What a backup made now would say first. */
export async function backupHeader(client: Client): Promise<BackupHeader> {
  const migrations = await client.query<{ name: string; hash: string }>(
    "select name, hash from schema_migration order by name",
  );
  const months = await client.query<{ month: string }>(String.raw`
    select distinct m[1] as month
    from pg_class c, regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''(\d{4}-\d\d-\d\d)') m
    where c.relispartition and c.relkind = 'r' and m is not null order by 1`);
  return {
    plimsollBackup: 1,
    madeAt: new Date().toISOString(),
    migrations: migrations.rows,
    months: months.rows.map(({ month }) => month),
  };
}

/** Where every sequence stands that has been used, as text: a sequence may exceed the safe integers. */
export async function sequenceValues(client: Client): Promise<{ name: string; value: string }[]> {
  const { rows } = await client.query<{ name: string; value: string }>(`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as value
    from pg_sequences where last_value is not null and schemaname !~ '^pg_' order by 1`);
  return rows;
}
