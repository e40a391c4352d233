import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import { sha256Hex } from "@/lib/core/ids";
import { APP_ROLE, connect, type Db } from "./client";
import { ServerUnavailable } from "./server/server-error";

const folder = join(import.meta.dirname, "migrations");

/**
 * Brings a database to the newest schema; safe to call from several processes at once. `url` must belong to a role
 * that may create tables and roles. Each file runs in a transaction of its own; a file changed after it ran is refused.
 */
export async function migrate(url: string, options: { log?: (line: string) => void } = {}): Promise<void> {
  const db = connect(url, { max: 1, role: "owner", name: "plimsoll-migrate" });
  try {
    await db`select pg_advisory_lock(hashtext('plimsoll_migrate'))`;
    await ensureAppRole(db);
    await db`create table if not exists schema_migration (name text primary key, hash text not null, applied_at timestamptz not null default now())`;
    const applied = new Map(
      (await db<{ name: string; hash: string }[]>`select name, hash from schema_migration`).map((row) => [
        row.name,
        row.hash,
      ]),
    );
    for (const name of readdirSync(folder)
      .filter((file) => file.endsWith(".sql"))
      .sort()) {
      const text = readFileSync(join(folder, name), "utf8");
      const hash = sha256Hex(text);
      const before = applied.get(name);
      if (before === hash) continue;
      if (before)
        throw new Error(
          `Migration ${name} was changed after it ran on this database. Put it back and add a new file instead.`,
        );
      options.log?.(`migrating: ${name}`);
      await db.begin(async (tx) => {
        await tx.unsafe(text);
        await tx`insert into schema_migration (name, hash) values (${name}, ${hash})`;
      });
    }
    await runMigrations({ connectionString: url });
    await openQueueToApp(db);
    await db`select ensure_month_partitions((now() - interval '14 months')::date, (now() + interval '3 months')::date)`;
  } finally {
    await db.end();
  }
}

/** Makes the application's role unless it is there, and lets this user take it on. Throws ServerUnavailable. */
async function ensureAppRole(db: Db): Promise<void> {
  try {
    await db.unsafe(`do $$ begin
      if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
        begin create role ${APP_ROLE} nologin; exception when duplicate_object or unique_violation then null; end;
      end if;
      if not pg_has_role(current_user, '${APP_ROLE}', 'set') then
        execute format('grant ${APP_ROLE} to %I', current_user);
      end if;
    end $$`);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "42501")) throw error;
    const [row] = await db<{ name: string }[]>`select quote_ident(current_user) as name`;
    const user = row?.name ?? "the user";
    throw new ServerUnavailable(
      `The database user ${user} may neither make the role ${APP_ROLE} nor take it on: have an administrator of that server run "create role ${APP_ROLE} nologin; grant ${APP_ROLE} to ${user};" once (without the first part when the role is there), and start again.`,
    );
  }
}

/**
 * The queue's tables have row security without policies; the application's role gets one on each that has none yet. What is
 * there stays untouched: a policy's change locks its table, and every command comes by here while the worker is at work.
 */
async function openQueueToApp(db: Db): Promise<void> {
  await db.unsafe(`
    grant usage on schema graphile_worker to ${APP_ROLE};
    grant all on all tables in schema graphile_worker to ${APP_ROLE};
    grant all on all sequences in schema graphile_worker to ${APP_ROLE};
    grant execute on all functions in schema graphile_worker to ${APP_ROLE};
    do $$ declare t record; begin
      for t in
        select tablename from pg_tables where schemaname = 'graphile_worker' and rowsecurity
          and tablename not in (select tablename from pg_policies where schemaname = 'graphile_worker' and policyname = 'plimsoll_app_all')
      loop
        execute format('create policy plimsoll_app_all on graphile_worker.%I to ${APP_ROLE} using (true) with check (true)', t.tablename);
      end loop;
    end $$`);
}
