import { hostname } from "node:os";
import type { Db } from "@/db/client";

/** How often a worker calls `beat`. */
export const BEAT_SECONDS = 10;

/** Says that this worker lives, and forgets those that have been silent for an hour. */
export async function beat(db: Db): Promise<void> {
  await db`
    with silent as (delete from worker_heartbeat where seen_at < now() - interval '1 hour')
    insert into worker_heartbeat (worker) values (${`${hostname()}:${process.pid}`})
    on conflict (worker) do update set seen_at = now()`;
}
