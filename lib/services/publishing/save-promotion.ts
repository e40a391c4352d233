import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Conflict, Invalid, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { noChannel } from "./set-channel";

const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);
/** Local: to the minute, without a zone. */
const localTime = z.iso.datetime({ local: true, offset: false, precision: -1 }).regex(/\d$/);
const mostSkus = 500;

export const savePromotionSchema = z.object({
  /** The promotion that is changed, and its version when it was looked at; absent: a new one. */
  promotionId: z.number().int().positive().optional(),
  seenVersion: z.number().int().optional(),
  name: z.string().trim().min(1).max(200),
  /** "from": held back from the channel. "for": kept for it, held back from the others that share its places. */
  side: z.enum(["from", "for"]),
  /** Null: from every channel. */
  channelId: z.number().int().positive().nullable(),
  /** Codes; null: every SKU that is listed there. */
  skuCodes: z.array(z.string().trim().min(1)).min(1).max(mostSkus).nullable(),
  /** Of each SKU. */
  units: z.number().int().min(1).max(10_000_000),
  /** "YYYY-MM-DDTHH:MM" as the clock of `timeZone` shows it; the end is the first moment after it. */
  startsAt: localTime,
  endsAt: localTime,
  timeZone: z.string().refine((zone) => zones.has(zone), { params: { key: "publishing.errors.noZone" } }),
});
type Request = z.output<typeof savePromotionSchema>;

/**
 * Makes a promotion or changes one: units of each SKU that are held back from a channel, or for it, between two times. While it
 * runs its SKUs are worked out anew at once, else when it begins. Throws Forbidden, Invalid (unknown SKUs are named), NotFound,
 * or Conflict when it was changed since.
 */
export async function savePromotion(
  db: Db,
  actor: Actor,
  request: z.input<typeof savePromotionSchema>,
  now: Date = new Date(),
): Promise<{ promotionId: number }> {
  authorise(actor, "publish.set");
  const input = parseInput(savePromotionSchema, request);
  const { name, side, channelId, skuCodes, units, timeZone } = input;
  if (side === "for" && channelId === null)
    throw new Invalid("Say which channel the units are kept for; nothing was saved.", {
      say: say("publishing.errors.forWhom"),
      fieldErrors: { channelId: "is needed" },
    });
  return db.begin(async (tx) => {
    const { startsAt, endsAt } = await periodOf(tx, input, now);
    if (channelId !== null) {
      const [channel] = await tx`select 1 from channel where id = ${channelId}`;
      if (!channel) throw noChannel();
    }
    const skuIds = skuCodes === null ? [] : await skusOf(tx, skuCodes);
    const phase = startsAt <= now ? "running" : "planned";
    const { promotionId = null, seenVersion = null } = input;
    const [before] =
      promotionId === null
        ? []
        : await tx`select name, side, channel_id, every_sku, units, starts_at, ends_at from promotion where id = ${promotionId}`;
    const [saved] =
      promotionId === null
        ? await tx<{ id: number }[]>`
            insert into promotion (name, side, channel_id, every_sku, units, time_zone, starts_at, ends_at, phase, created_by)
            values (${name}, ${side}, ${channelId}, ${skuCodes === null}, ${units}, ${timeZone}, ${startsAt}, ${endsAt}, ${phase}, ${actor.name})
            returning id`
        : await tx<{ id: number }[]>`
            update promotion set name = ${name}, side = ${side}, channel_id = ${channelId}, every_sku = ${skuCodes === null}, units = ${units},
              time_zone = ${timeZone}, starts_at = ${startsAt}, ends_at = ${endsAt}, phase = ${phase}, version = version + 1
            where id = ${promotionId} and version = ${seenVersion} and cancelled_at is null returning id`;
    if (!saved) throw before ? promotionChanged() : noPromotion();
    await tx`delete from promotion_sku where promotion_id = ${saved.id} and not sku_id = any(${skuIds})`;
    await tx`
      insert into promotion_sku (promotion_id, sku_id) select ${saved.id}, unnest(${skuIds}::int[]) on conflict do nothing`;
    await announce(tx, "stock");
    await writeAudit(tx, actor, {
      verb: "promotion.save",
      entity: "promotion",
      entityId: saved.id,
      before,
      after: { name, side, channelId, skus: skuCodes ?? "all", units, startsAt, endsAt },
    });
    return { promotionId: saved.id };
  });
}

/** The error of a promotion that is not there. */
export const noPromotion = (): NotFound =>
  new NotFound("There is no such promotion; nothing was changed. Reload the list.", {
    say: say("publishing.errors.noPromotion"),
  });

/** The error of a promotion that is not as it was looked at. */
export const promotionChanged = (): Conflict =>
  new Conflict("This promotion was changed or ended since you opened it. Nothing was saved: load it anew.", {
    say: say("publishing.errors.promotionChanged"),
  });

async function periodOf(tx: Tx, { startsAt, endsAt, timeZone }: Request, now: Date) {
  // Sent as text: as a timestamp the driver would read it by the clock of this machine.
  const [period] = await tx<{ startsAt: Date; endsAt: Date }[]>`
    select ${startsAt}::text::timestamp at time zone ${timeZone} as "startsAt", ${endsAt}::text::timestamp at time zone ${timeZone} as "endsAt"`;
  if (!period || period.endsAt <= period.startsAt)
    throw new Invalid("The promotion must end after it begins; nothing was saved.", {
      say: say("publishing.errors.endFirst"),
      fieldErrors: { endsAt: "must be after the beginning" },
    });
  if (period.endsAt <= now)
    throw new Invalid(
      "The promotion's end is over already; choose one that is still to come. Nothing was saved.",
      {
        say: say("publishing.errors.endOver"),
        fieldErrors: { endsAt: "must be still to come" },
      },
    );
  return period;
}

async function skusOf(tx: Tx, codes: readonly string[]): Promise<number[]> {
  const wanted = [...new Set(codes)];
  const rows = await tx<{ id: number; code: string }[]>`
    select id, code from sku where code = any(${wanted}) and is_product`;
  const known = new Set(rows.map(({ code }) => code));
  const unknown = wanted.filter((code) => !known.has(code));
  if (unknown.length > 0)
    throw new Invalid(`No SKU has the code ${unknown.slice(0, 5).join(", ")}; nothing was saved.`, {
      say: say("publishing.errors.unknownSkus", {
        codes: { all: unknown.slice(0, 5) },
        count: unknown.length,
      }),
      fieldErrors: { skuCodes: "unknown codes" },
    });
  return rows.map(({ id }) => id);
}
