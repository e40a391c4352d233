import type { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { enqueue } from "@/db/enqueue";
import { Conflict, Invalid, NotFound } from "@/lib/core/errors";
import { decimalToMinor } from "@/lib/core/money";
import { type Say, say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { findClashes, type LaneWorld } from "./clashes";
import { type LaneValues, saveLaneInput } from "./save-input";

/**
 * Changes a lane, or makes one between two places that have none. The plan of all transfers and every decision follow. Throws
 * Forbidden, NotFound, Invalid with each field that cannot be used or clashes with another, or Conflict when the lane was
 * changed since it was looked at.
 */
export async function saveLane(
  db: Db,
  actor: Actor,
  request: z.input<typeof saveLaneInput>,
): Promise<{ laneId: number; version: number }> {
  authorise(actor, "lane.edit");
  const { laneId, seenVersion, originId, destinationId, values } = parseInput(saveLaneInput, request);
  return db.begin(async (tx) => {
    const before = laneId === undefined ? null : await lockLane(tx, laneId);
    const ends = before ?? { originId, destinationId };
    await refuseClashes(tx, ends.originId, ends.destinationId, values);
    const saved =
      laneId === undefined
        ? await insertLane(tx, originId ?? 0, destinationId ?? 0, values)
        : await updateLane(tx, laneId, seenVersion ?? 0, values);
    await enqueue(tx, "figures.refresh", {}, { key: "figures.refresh" });
    await enqueue(tx, "transfers.plan", {}, { key: "transfers.plan" });
    await announce(tx, "transfers");
    await writeAudit(tx, actor, {
      verb: "lane.save",
      entity: "lane",
      entityId: `${saved.origin}→${saved.destination}`,
      ...(before ? { before: before.row } : {}),
      after: saved.row,
    });
    return { laneId: saved.id, version: saved.version };
  });
}

interface Saved {
  id: number;
  version: number;
  origin: string;
  destination: string;
  row: Record<string, unknown>;
}

async function lockLane(
  tx: Tx,
  laneId: number,
): Promise<{ originId: number; destinationId: number; row: Record<string, unknown> }> {
  const [lane] = await tx<{ originId: number; destinationId: number; row: Record<string, unknown> }[]>`
    select l.origin_id as "originId", l.destination_id as "destinationId", to_jsonb(l) - 'version' as row
    from lane l where l.id = ${laneId} for update`;
  if (lane) return lane;
  throw new NotFound("There is no such lane; nothing was saved. Reload the page.", {
    say: say("transfers.lanes.errors.missing"),
  });
}

async function refuseClashes(
  tx: Tx,
  originId: number | undefined,
  destinationId: number | undefined,
  values: LaneValues,
): Promise<void> {
  const [world] = await tx<LaneWorld[]>`
    select f.kind as "originKind", t.kind as "destinationKind",
      (select min(weight_grams) from sku where weight_grams > 0) as "leastGrams",
      (select min(volume_cm3) from sku where volume_cm3 > 0) as "leastCm3",
      exists (select from company where base_currency = ${values.currency}) or exists (select from fx_rate where currency = ${values.currency}) as "hasRate"
    from location f, location t where f.id = ${originId ?? null} and t.id = ${destinationId ?? null} and f.id <> t.id`;
  if (!world)
    throw wrong([
      {
        field: "destinationId",
        message: "A lane leads from one place to another.",
        say: say("transfers.lanes.errors.ends"),
      },
    ]);
  const clashes = findClashes(values, world);
  if (clashes.length === 0) return;
  throw wrong(clashes.map((clash) => ({ ...clash, field: `values.${clash.field}` })));
}

/** Each reason stands at its field, and nowhere else on a page. */
const wrong = (reasons: readonly { field: string; message: string; say: Say }[]): Invalid =>
  new Invalid(`${reasons.map(({ message }) => message).join(" ")} Nothing was saved.`, {
    say: say("transfers.lanes.errors.notSaved"),
    fieldErrors: Object.fromEntries(reasons.map(({ field, message }) => [field, message])),
    fieldSays: Object.fromEntries(reasons.map((reason) => [reason.field, reason.say])),
  });

/** The columns of a lane; every weekday is stored as none named. */
function columnsOf(values: LaneValues): Record<string, unknown> {
  const { currency } = values;
  const minor = (amount: number) => decimalToMinor(amount.toFixed(6), currency);
  const days = [...new Set(values.shipWeekdays)].sort((a, b) => a - b);
  return {
    lead_time_days: values.leadTimeDays,
    currency,
    freight_minor_per_unit: minor(values.freightPerUnit),
    handling_minor_per_unit: minor(values.handlingPerUnit),
    fixed_minor_per_shipment: minor(values.fixedPerShipment),
    min_value_minor: minor(values.minValue),
    min_units: values.minUnits,
    capacity_units: values.capacityUnits,
    capacity_grams: values.capacityGrams,
    capacity_cm3: values.capacityCm3,
    hazmat_allowed: values.hazmatAllowed,
    cold_chain_allowed: values.coldChainAllowed,
    kind: values.kind,
    ship_weekdays: days.length === 7 ? null : days,
    cut_off_hour: values.cutOffHour,
    closed_days: [...new Set(values.closedDays)].sort(),
    cooldown_days: values.cooldownDays,
    active: values.active,
  };
}

const returning = (tx: Tx) => tx`
  lane.id, lane.version, (select code from location where id = lane.origin_id) as origin,
  (select code from location where id = lane.destination_id) as destination, to_jsonb(lane) - 'version' as row`;

async function updateLane(tx: Tx, laneId: number, seenVersion: number, values: LaneValues): Promise<Saved> {
  const [saved] = await tx<Saved[]>`
    update lane set ${tx(columnsOf(values) as never)} where id = ${laneId} and version = ${seenVersion} returning ${returning(tx)}`;
  if (saved) return saved;
  throw new Conflict(
    "This lane was changed by someone else, or by an import, since you opened it. Nothing was saved: load it anew.",
    { say: say("transfers.lanes.errors.changed") },
  );
}

async function insertLane(
  tx: Tx,
  originId: number,
  destinationId: number,
  values: LaneValues,
): Promise<Saved> {
  const row = { origin_id: originId, destination_id: destinationId, ...columnsOf(values) };
  const [saved] = await tx<Saved[]>`
    insert into lane ${tx(row as never)} on conflict (origin_id, destination_id) do nothing returning ${returning(tx)}`;
  if (saved) return saved;
  throw wrong([
    {
      field: "destinationId",
      message: "There is a lane between these places already; change that one.",
      say: say("transfers.lanes.errors.exists"),
    },
  ]);
}
