import { statfsSync } from "node:fs";
import { join } from "node:path";
import { connect } from "@/db/client";
import { embeddedUrls } from "@/db/embedded";
import { lockHolder } from "@/db/server/file-lock";
import { withoutPassword } from "../explain-failure";
import { dataDir } from "../paths";

/** Prints what runs, where, and how full it is. Status 0 when the database answers, 1 when not. */
export async function run(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(
      "Usage: npx plimsoll status\n\nSays what runs and where, how large the database is and what waits. Ends with 1 when the database does not answer.",
    );
    return 0;
  }
  const folder = dataDir();
  const show = (name: string, value: string) => console.log(`${name.padEnd(14)} ${value}`);
  for (const name of ["web", "worker"]) {
    const holder = lockHolder(join(folder, `running-${name}.lock`));
    show(name, holder ? `runs (process ${holder.pid}), ${holder.note}` : "does not run; npm start starts it");
  }
  const own = process.env.DATABASE_URL ? null : embeddedUrls(folder);
  const url = process.env.DATABASE_URL ?? (own?.running ? own.ownerUrl : null);
  if (url) {
    show("database", withoutPassword(url));
    await showDatabase(url, show);
  } else {
    show("database", own ? "does not run; npm start starts it" : "none yet; npm start makes it");
  }
  showDisk(folder, show);
  return url ? 0 : 1;
}

async function showDatabase(url: string, show: (name: string, value: string) => void): Promise<void> {
  const db = connect(url, { max: 1, role: "owner", name: "plimsoll-status" });
  try {
    const [size] = await db<{ size: string; version: string; migration: string }[]>`
      select pg_size_pretty(pg_database_size(current_database())) as size, current_setting('server_version') as version,
        (select max(name) from schema_migration) as migration`;
    const [queue] = await db<{ waiting: number; failing: number }[]>`
      select count(*) filter (where locked_at is null and run_at <= now() and attempts < max_attempts) as waiting,
        count(*) filter (where last_error is not null) as failing
      from graphile_worker._private_jobs`;
    show("size", `${size?.size} (PostgreSQL ${size?.version}, tables as of ${size?.migration})`);
    show("queue", `${queue?.waiting} jobs due, ${queue?.failing} failed at their last attempt`);
  } finally {
    await db.end();
  }
}

function showDisk(folder: string, show: (name: string, value: string) => void): void {
  try {
    const { bavail, bsize } = statfsSync(folder);
    show("data folder", `${folder}, ${((bavail * bsize) / 1024 ** 3).toFixed(1)} GB free`);
  } catch {
    show("data folder", `${folder} does not exist yet`);
  }
}
