import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";

const units = z.number().int().min(0).max(10_000_000);
const values = z.object({
  /** Per cent of what is left after the reserve that the channel may show; at most two decimals are kept. */
  sharePercent: z.number().min(0).max(100),
  reserveUnits: units,
  bufferUnits: units,
  /** Null: no limit. */
  maxUnits: units.nullable(),
});

export const setChannelSchema = z.object({
  channelId: z.number().int().positive(),
  values,
  /** What the channel had when it was looked at; something else by now is a conflict. */
  seen: values,
});

/**
 * Sets what a channel keeps back of every SKU. All its listings are worked out anew at once. Throws Forbidden, Invalid, NotFound,
 * or Conflict when the channel was changed since it was looked at.
 */
export async function setChannel(
  db: Db,
  actor: Actor,
  request: z.input<typeof setChannelSchema>,
): Promise<{ channelId: number }> {
  authorise(actor, "publish.set");
  const { channelId, values, seen } = parseInput(setChannelSchema, request);
  return db.begin(async (tx) => {
    const [row] = await tx<{ code: string }[]>`
      update channel set publish_share = ${values.sharePercent}::numeric / 100, promotion_reserve_units = ${values.reserveUnits},
        buffer_units = ${values.bufferUnits}, max_units = ${values.maxUnits}
      where id = ${channelId} and publish_share = round(${seen.sharePercent}::numeric / 100, 4) and promotion_reserve_units = ${seen.reserveUnits}
        and buffer_units = ${seen.bufferUnits} and max_units is not distinct from ${seen.maxUnits}
      returning code`;
    if (!row) {
      const [there] = await tx`select 1 from channel where id = ${channelId}`;
      if (!there) throw noChannel();
      throw new Conflict(
        "This channel was changed by someone else since you opened it. Nothing was saved: load it anew.",
        { say: say("publishing.errors.channelChanged") },
      );
    }
    await announce(tx, "stock");
    await writeAudit(tx, actor, {
      verb: "channel.publish",
      entity: "channel",
      entityId: row.code,
      before: seen,
      after: values,
    });
    return { channelId };
  });
}

/** The error of a channel that is not there. */
export const noChannel = (): NotFound =>
  new NotFound("There is no such channel; nothing was changed. Reload the page.", {
    say: say("publishing.errors.noChannel"),
  });
