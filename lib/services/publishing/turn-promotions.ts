import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";

/**
 * Notes which promotions have begun or ended by time, which marks their SKUs to be worked out anew. Returns how many. Safe to be
 * called by several workers at once.
 */
export async function turnPromotions(db: Db, now: Date = new Date()): Promise<number> {
  const [due] =
    await db`select 1 from promotion where phase in ('planned', 'running') and ${phaseAt(db, now)} <> phase limit 1`;
  if (!due) return 0;
  return db.begin(async (tx) => {
    const turned = await tx`
      update promotion set phase = ${phaseAt(tx, now)} where phase in ('planned', 'running') and ${phaseAt(tx, now)} <> phase returning 1`;
    await announce(tx, "stock");
    return turned.length;
  });
}

const phaseAt = (db: Queryable, now: Date) =>
  db`case when ${now} < starts_at then 'planned' when ${now} < ends_at then 'running' else 'over' end`;
