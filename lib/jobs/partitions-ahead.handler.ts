import type { Jobs } from "@/db/enqueue";
import type { JobContext } from "./registry";

/** Makes the partitions of the next three months, so that no order or move ever waits for one. */
export async function handler(_payload: Jobs["partitions.ahead"], { db, log }: JobContext): Promise<void> {
  const [row] = await db<{ made: number }[]>`
    select ensure_month_partitions(now()::date, (now() + interval '3 months')::date) as made`;
  if (row && row.made > 0) log.info({ made: row.made }, "partitions made ahead");
}
