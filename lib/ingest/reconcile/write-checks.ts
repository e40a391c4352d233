import type { Tx } from "@/db/client";
import { jsonText } from "@/lib/core/storable";
import { orderCheckAfterSeconds } from "@/lib/metrics/order-accuracy/compute";
import type { Comparison, Found } from "./compare";
import type { OurOrder } from "./ours";
import type { Claimed } from "./steps";
import type { SourceOrder } from "./theirs";

/**
 * Writes what a comparison came to as order checks. Each order has one of them, the latest. The step after an hour writes
 * all, since accuracy is measured by it: what was wrong then and was set right by asking again counts as wrong and is
 * settled. The others write what still differs, and settle what is equal by now.
 */
export async function writeChecks(
  tx: Tx,
  claimed: Claimed,
  compared: Comparison,
  foundAtFirst: readonly Found[],
  theirs: readonly SourceOrder[],
  ours: readonly OurOrder[],
): Promise<void> {
  const { connectionId } = claimed;
  const theirsByNumber = new Map(theirs.map((order) => [order.orderNumber, order]));
  const oursByNumber = new Map(ours.map((order) => [order.orderNumber, order]));
  const remaining = new Set(compared.found.map(({ orderNumber }) => orderNumber));
  const measured = claimed.afterSeconds === orderCheckAfterSeconds;
  const healed = foundAtFirst.filter(({ orderNumber }) => !remaining.has(orderNumber));
  const healedNumbers = new Set(healed.map(({ orderNumber }) => orderNumber));
  const row = (number: string, result: string, differences: unknown, isHealed: boolean) => {
    const their = theirsByNumber.get(number);
    const our = oursByNumber.get(number);
    return {
      number,
      orderId: our?.orderId ?? null,
      placedAt: our?.placedAt ?? their?.placedAt ?? claimed.hour.toISOString(),
      channelId: our?.channelId ?? null,
      channel: their?.channel ?? null,
      result,
      differences,
      source: result === "equal" ? null : (their?.checked ?? null),
      healed: isHealed,
    };
  };
  const rows = [
    ...compared.found.map(({ orderNumber, result, differences }) =>
      row(orderNumber, result, differences, false),
    ),
    ...(measured
      ? [
          ...healed.map(({ orderNumber, result, differences }) =>
            row(orderNumber, result, differences, true),
          ),
          ...compared.equal
            .filter((number) => !healedNumbers.has(number))
            .map((number) => row(number, "equal", [], false)),
        ]
      : []),
  ];
  await tx`
    with given as (
      select g.*, coalesce(g."channelId", c.id, (select min(id) from channel where connection_id = ${connectionId})) as channel_id
      from jsonb_to_recordset(${jsonText(rows)}::text::jsonb) as g (number text, "orderId" bigint, "placedAt" timestamptz, "channelId" smallint,
        channel text, result text, differences jsonb, source jsonb, healed boolean)
      left join channel c on c.code = g.channel),
    latest as (
      select distinct on (external_id) id, external_id from order_check
      where connection_id = ${connectionId} and external_id in (select number from given) order by external_id, id desc),
    renewed as (
      update order_check k set order_id = g."orderId", placed_at = g."placedAt", checked_at = now(), result = g.result,
        differences = g.differences, source_record = g.source,
        -- What a person has settled stays so while the same differs.
        resolved_at = case when g.healed then now() when k.resolved_by <> 'Plimsoll' and k.differences = g.differences and k.result = g.result then k.resolved_at end,
        resolved_by = case when g.healed then 'Plimsoll' when k.resolved_by <> 'Plimsoll' and k.differences = g.differences and k.result = g.result then k.resolved_by end,
        resolution = case when g.healed then 'asked_again' when k.resolved_by <> 'Plimsoll' and k.differences = g.differences and k.result = g.result then k.resolution end
      from latest l join given g on g.number = l.external_id where k.id = l.id)
    insert into order_check (connection_id, channel_id, external_id, order_id, placed_at, checked_at, result, differences, source_record,
      resolved_at, resolved_by, resolution, simulated)
    select ${connectionId}, g.channel_id, g.number, g."orderId", g."placedAt", now(), g.result, g.differences, g.source,
      case when g.healed then now() end, case when g.healed then 'Plimsoll' end, case when g.healed then 'asked_again' end,
      (select simulated from connection where id = ${connectionId})
    from given g where g.channel_id is not null and not exists (select from latest l where l.external_id = g.number)
    order by g.number`;
  if (measured) return;
  await tx`
    update order_check set resolved_at = now(), resolved_by = 'Plimsoll', resolution = 'equal_now'
    where connection_id = ${connectionId} and external_id = any(${compared.equal}) and result <> 'equal' and resolved_at is null`;
}
