import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { dayInZone } from "@/lib/core/clock";
import { Conflict, Invalid, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";

export const setOverrideSchema = z.object({
  skuId: z.number().int().positive(),
  /** Null: at every place. */
  locationId: z.number().int().positive().nullable(),
  /** Both included; days of each place. */
  fromDay: z.iso.date(),
  toDay: z.iso.date(),
  /** Of what the engine says; or units a day instead of it, of all places together where none is named. */
  by: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("percent"), percent: z.number().min(0).max(10_000) }),
    z.object({ kind: z.literal("units"), unitsPerDay: z.number().min(0).max(10_000_000) }),
  ]),
  reason: z.string().trim().min(1).max(500),
});

const longestDays = 366;

/**
 * Says what demand of a SKU will be over some days, instead of the engine; what follows from it is worked out anew at once. After its
 * last day it is scored against the engine. Throws Forbidden, Invalid, NotFound, or Conflict when something is said of such days
 * already.
 */
export async function setOverride(
  db: Db,
  actor: Actor,
  request: z.input<typeof setOverrideSchema>,
  now: Date = new Date(),
): Promise<{ overrideId: number }> {
  authorise(actor, "forecast.override");
  const input = parseInput(setOverrideSchema, request);
  const { skuId, locationId, fromDay, toDay, by, reason } = input;
  return db.begin(async (tx) => {
    const [sku] = await tx<
      { code: string; place: string | null; placeKnown: boolean; today: string | null }[]
    >`
      select s.code, l.code as place, ${locationId}::int is null or l.id is not null as "placeKnown", (
        select min((${now}::timestamptz at time zone p.time_zone)::date) from location p
        where p.id = ${locationId} or (${locationId}::int is null and p.active)) as today
      from sku s left join location l on l.id = ${locationId} where s.id = ${skuId} and s.is_product`;
    if (!sku?.placeKnown)
      throw new NotFound("There is no such SKU or place; nothing was changed.", {
        say: say("forecast.errors.noSku"),
      });
    refusePeriod(input, sku.today ?? dayInZone(now, "UTC"));
    await tx`select pg_advisory_xact_lock(hashtext('forecast.override'), ${skuId})`;
    const [other] = await tx<SaidAlready[]>`
      select o.created_by as name, o.from_day as "fromDay", o.to_day as "toDay", l.name as place, o.reason,
        round((o.factor * 100)::numeric, 2)::float8 as percent, o.units_per_day as "unitsPerDay"
      from forecast_override o left join location l on l.id = o.location_id
      where o.sku_id = ${skuId} and o.cancelled_at is null and o.from_day <= ${toDay} and o.to_day >= ${fromDay}
        and (o.location_id is null or ${locationId}::int is null or o.location_id = ${locationId})
      order by o.id desc limit 1`;
    if (other) throw saidAlready(other);
    const factor = by.kind === "percent" ? by.percent / 100 : null;
    const unitsPerDay = by.kind === "units" ? by.unitsPerDay : null;
    const [row] = await tx<{ id: number }[]>`
      insert into forecast_override (sku_id, location_id, from_day, to_day, factor, units_per_day, reason, created_by, created_by_id,
        created_at, engine_units_per_day)
      select ${skuId}, ${locationId}, ${fromDay}, ${toDay}, ${factor}, ${unitsPerDay}, ${reason}, ${actor.name}, ${actor.id}, ${now},
        sum((basis->>'mean')::real) from forecast
      where sku_id = ${skuId} and (${locationId}::int is null or location_id = ${locationId})
      returning id`;
    await announce(tx, "stock", [skuId]);
    await writeAudit(tx, actor, {
      verb: "forecast.override",
      entity: "sku",
      entityId: sku.code,
      after: { override: row?.id, place: sku.place, fromDay, toDay, factor, unitsPerDay, reason },
    });
    return { overrideId: row?.id ?? 0 };
  });
}

/** `today` is the earliest that it is at any of the places. */
function refusePeriod({ fromDay, toDay }: z.output<typeof setOverrideSchema>, today: string): void {
  const tooLong = Date.parse(toDay) - Date.parse(fromDay) > longestDays * 86_400_000;
  if (toDay >= fromDay && toDay >= today && !tooLong) return;
  throw new Invalid(
    "The last day must be today or later, not before the first, and within a year of it; nothing was changed.",
    {
      say: say("api.errors.form"),
      fieldErrors: { toDay: "today or later, not before the first day, within a year of it" },
      fieldSays: { toDay: say("forecast.errors.toDay") },
    },
  );
}

interface SaidAlready {
  name: string;
  fromDay: string;
  toDay: string;
  /** Null: every place. */
  place: string | null;
  reason: string;
  percent: number | null;
  unitsPerDay: number | null;
}

/** Who was first, and what they said, so that nobody has to look for it. */
function saidAlready({ name, fromDay, toDay, place, reason, percent, unitsPerDay }: SaidAlready): Conflict {
  const english = percent === null ? `${unitsPerDay} units a day` : `${percent}% of the forecast`;
  return new Conflict(
    `${name} said ${english} of ${fromDay} to ${toDay} already (${reason}). Take it back first; nothing was changed.`,
    {
      say: say("forecast.errors.overlaps", {
        name,
        reason,
        from: { day: fromDay },
        to: { day: toDay },
        place: place ?? say("forecast.overrides.everyPlace"),
        said:
          percent === null
            ? say("forecast.overrides.units", { units: unitsPerDay ?? 0 })
            : say("forecast.overrides.percent", { percent }),
      }),
    },
  );
}
