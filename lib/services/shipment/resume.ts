import type { Db } from "@/db/client";
import type { Actor, Role } from "../_shared/actor";
import { getStandstill } from "../policy/standstill";
import { goOnWithShipment } from "./go-on";

/** Left alone for so long, nobody's page is at it any more. */
const leftAloneSeconds = 30;
/** So that one that fails does not keep the others waiting without end. */
const eachMilliseconds = 300_000;

/**
 * Goes on with approved shipments that nobody is at: the page was closed, or its server was killed. They are carried out as
 * by whoever approved them, with the role that person has now; of one who may no longer sign in nothing more is. While
 * everything stands still they wait. Returns how many were looked after.
 */
export async function resumeShipments(db: Db, signal: AbortSignal): Promise<number> {
  if (await getStandstill(db)) return 0;
  const left = await db<{ id: string; byId: string; name: string; role: Role | null }[]>`
    select s.id, s.approved_by_id as "byId", s.approved_by as name, u.role
    from shipment_approval s left join app_user u on u.id = s.approved_by_id and not u.disabled
    where s.finished_at is null and s.touched_at < now() - make_interval(secs => ${leftAloneSeconds}) order by s.approved_at`;
  for (const { id, byId, name, role } of left) {
    if (role === null)
      await db`update shipment_approval_line set outcome = 'forbidden' where approval_id = ${id} and outcome is null`;
    const actor: Actor = { kind: "user", id: byId, name, role: role ?? "manager" };
    await goOnWithShipment(db, actor, id, { milliseconds: eachMilliseconds, signal });
  }
  return left.length;
}
