import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Conflict, NotFound } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { noChannel } from "./set-channel";

const units = z.number().int().min(0).max(10_000_000).nullable();

export const setRuleSchema = z.object({
  skuId: z.number().int().positive(),
  /** Null: on every channel. */
  channelId: z.number().int().positive().nullable(),
  /** Null: as the next wider rule says. All three null: the SKU has no rule of its own there. */
  sharePercent: z.number().min(0).max(100).nullable(),
  bufferUnits: units,
  maxUnits: units,
  /** Version of the rule that was looked at; 0: there was none. */
  seenVersion: z.number().int().min(0),
});
type Request = z.output<typeof setRuleSchema>;

/**
 * Sets what a SKU keeps back on a channel, or on every one, instead of what the next wider rule says; or takes its own rule away.
 * Its listings are worked out anew at once. Throws Forbidden, Invalid, NotFound, or Conflict when the rule was changed since.
 */
export async function setRule(
  db: Db,
  actor: Actor,
  request: z.input<typeof setRuleSchema>,
): Promise<{ version: number }> {
  authorise(actor, "publish.set");
  const input = parseInput(setRuleSchema, request);
  const { skuId, channelId, sharePercent, bufferUnits, maxUnits } = input;
  return db.begin(async (tx) => {
    const code = await codesOf(tx, input);
    const before = await lockRule(tx, input);
    const after = { sharePercent, bufferUnits, maxUnits };
    const none = Object.values(after).every((value) => value === null);
    const [row] = none
      ? await tx<{ version: number }[]>`
          delete from publish_rule where sku_id = ${skuId} and channel_id is not distinct from ${channelId} returning 0 as version`
      : await tx<{ version: number }[]>`
          insert into publish_rule as r (sku_id, channel_id, publish_share, buffer_units, max_units, changed_by)
          values (${skuId}, ${channelId}, ${sharePercent}::numeric / 100, ${bufferUnits}, ${maxUnits}, ${actor.name})
          on conflict (sku_id, channel_id) do update set publish_share = excluded.publish_share, buffer_units = excluded.buffer_units,
            max_units = excluded.max_units, version = r.version + 1, changed_by = excluded.changed_by, changed_at = now()
          returning version`;
    await announce(tx, "stock", [skuId]);
    await writeAudit(tx, actor, {
      verb: none ? "sku.publish_as_channel" : "sku.publish",
      entity: "sku",
      entityId: code.sku,
      before: before && { channel: code.channel, ...before },
      after: { channel: code.channel, ...after },
    });
    return { version: row?.version ?? 0 };
  });
}

async function codesOf(
  tx: Tx,
  { skuId, channelId }: Request,
): Promise<{ sku: string; channel: string | null }> {
  const [sku] = await tx<{ code: string }[]>`select code from sku where id = ${skuId} and is_product`;
  if (!sku)
    throw new NotFound("There is no such SKU; nothing was changed.", { say: say("publishing.errors.noSku") });
  if (channelId === null) return { sku: sku.code, channel: null };
  const [channel] = await tx<{ code: string }[]>`select code from channel where id = ${channelId}`;
  if (!channel) throw noChannel();
  return { sku: sku.code, channel: channel.code };
}

/** The rule as it stands, held until the end. One that is not as it was looked at is a conflict. */
async function lockRule(tx: Tx, { skuId, channelId, seenVersion }: Request) {
  await tx`select pg_advisory_xact_lock(hashtext('publish.rule'), ${skuId})`;
  const [row] = await tx<
    { version: number; sharePercent: number | null; bufferUnits: number | null; maxUnits: number | null }[]
  >`
    select version, (publish_share * 100)::float8 as "sharePercent", buffer_units as "bufferUnits", max_units as "maxUnits"
    from publish_rule where sku_id = ${skuId} and channel_id is not distinct from ${channelId}`;
  if ((row?.version ?? 0) !== seenVersion)
    throw new Conflict(
      "This rule was changed by someone else since you opened it. Nothing was saved: load it anew.",
      { say: say("publishing.errors.ruleChanged") },
    );
  if (!row) return null;
  const { version: _, ...values } = row;
  return values;
}
