import type { Db, Tx } from "@/db/client";
import { PlimsollError } from "@/lib/core/errors";
import type { Actor } from "../_shared/actor";
import { sendGathered } from "../action/send-shipment";
import { isStopped } from "../policy/standstill";
import { type WhyRefused, whyRefused } from "../policy/why-refused";
import { approveWithin } from "../recommendation/approve";

/** Why a line was left out. broke: something unforeseen; second_person: it waits for another person now. */
export type LineOutcome = "approved" | "second_person" | "gone" | "broke" | WhyRefused;

/** Often enough for others to see that somebody is at it. */
const touchMilliseconds = 10_000;

/**
 * Carries out an approved shipment line by line, for so many milliseconds or to its end. Each line is worked out again and
 * written with what came of it in one transaction, so that a kill at any moment costs nothing: whoever goes on takes the next
 * line, and several may at once. With the last one its orders are sent. What it holds in memory is one line. Returns whether it
 * is finished. Throws Conflict while everything stands still, and then leaves nothing out; and what is unforeseen, whose line
 * is left out.
 */
export async function goOnWithShipment(
  db: Db,
  actor: Actor,
  id: string,
  { milliseconds, signal }: { milliseconds: number; signal?: AbortSignal },
): Promise<boolean> {
  const until = Date.now() + milliseconds;
  let touchedAt = 0;
  do {
    if (Date.now() - touchedAt > touchMilliseconds) {
      await db`update shipment_approval set touched_at = now() where id = ${id}`;
      touchedAt = Date.now();
    }
    if (!(await approveNext(db, actor, id))) break;
  } while (Date.now() < until && !signal?.aborted);
  return finish(db, id);
}

interface Line {
  place: number;
  recommendationId: number;
  version: number;
  optionKey: string;
}

/** False: no line is left for this one to take. */
async function approveNext(db: Db, actor: Actor, id: string): Promise<boolean> {
  let place = 0;
  try {
    return await db.begin(async (tx) => {
      const [line] = await tx<Line[]>`
        select place, recommendation_id as "recommendationId", version, option_key as "optionKey" from shipment_approval_line
        where approval_id = ${id} and outcome is null order by place limit 1 for update skip locked`;
      if (!line) return false;
      place = line.place;
      await note(tx, id, place, await approveLine(tx, actor, id, line));
      return true;
    });
  } catch (error) {
    if (place > 0 && !(error instanceof PlimsollError)) await note(db, id, place, "broke");
    throw error;
  }
}

async function approveLine(
  tx: Tx,
  actor: Actor,
  shipment: string,
  { recommendationId, version, optionKey }: Line,
): Promise<LineOutcome> {
  try {
    const outcome = await tx.savepoint((inner) =>
      approveWithin(inner, actor, { id: recommendationId, version, optionKey }, shipment),
    );
    switch (outcome.kind) {
      case "approved":
        return outcome.approved.waiting ? "second_person" : "approved";
      case "gone":
        return "gone";
      case "stale":
        return "stale_data";
      case "changed":
        return "conflict";
    }
  } catch (error) {
    if (!(error instanceof PlimsollError) || isStopped(error.details)) throw error;
    return whyRefused(error);
  }
}

const note = (db: Db | Tx, id: string, place: number, outcome: LineOutcome) => db`
  update shipment_approval_line set outcome = ${outcome} where approval_id = ${id} and place = ${place} and outcome is null`;

/** Sends its orders once no line is left to come. */
function finish(db: Db, id: string): Promise<boolean> {
  return db.begin(async (tx) => {
    const [row] = await tx<{ finishedAt: Date | null; left: boolean }[]>`
      select finished_at as "finishedAt", exists (select from shipment_approval_line where approval_id = a.id and outcome is null) as left
      from shipment_approval a where id = ${id} for update`;
    if (!row || row.left) return false;
    if (row.finishedAt) return true;
    await tx`update shipment_approval set finished_at = now() where id = ${id}`;
    await sendGathered(tx, id);
    return true;
  });
}
