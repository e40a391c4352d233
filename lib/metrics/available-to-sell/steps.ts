import { availableToSell, type SellRule } from "./compute";

/** Which rule a value comes from, the widest first. */
export type RuleLevel = "channel" | "sku" | "skuOnChannel";

/** What a SKU's own rule says; null: as the next wider rule. */
export interface OwnRule {
  share: number | null;
  bufferUnits: number | null;
  maxUnits: number | null;
}

/** All that is kept back of a SKU on a channel. */
export interface SellLayers {
  channel: SellRule;
  /** Of the SKU on every channel; null: it has none. */
  sku: OwnRule | null;
  /** Of the SKU on this channel. */
  skuOnChannel: OwnRule | null;
  /** Those that run now and hold units of the SKU back from this channel. */
  promotions: { id: number; name: string; units: number; endsAt: string }[];
}

/** A value and the rule it comes from. */
export interface Chosen<Value> {
  value: Value;
  from: RuleLevel;
}

/** How available to sell comes about, in the order it is worked out. Units. */
export interface ToSellSteps {
  /** Sum of the serving locations; null: one of them is unknown, and so is the result. */
  available: number | null;
  /** Held back on this channel at all times. */
  reserve: number;
  promotions: SellLayers["promotions"];
  share: Chosen<number>;
  buffer: Chosen<number>;
  /** Null: no limit. */
  max: Chosen<number> | null;
  units: number | null;
}

/**
 * The rule that holds for a SKU on a channel, and what it leaves to sell. Precedence, for share, buffer and limit each by
 * itself: the SKU's rule on this channel, then the SKU's rule on every channel, then the channel's. Promotions that run and the
 * channel's standing reserve hold different units, so they add up. Order: (available − reserve − promotions) × share, rounded
 * down, − buffer, at most the limit; never below 0. An own rule cannot lift a limit, only set another one.
 */
export function toSellSteps(available: readonly (number | null)[], layers: SellLayers): ToSellSteps {
  const { channel, sku, skuOnChannel, promotions } = layers;
  const choose = <Value>(pick: (rule: OwnRule) => Value | null, wide: Value): Chosen<Value> => {
    const narrow = skuOnChannel && pick(skuOnChannel);
    if (narrow !== null) return { value: narrow, from: "skuOnChannel" };
    const own = sku && pick(sku);
    return own !== null ? { value: own, from: "sku" } : { value: wide, from: "channel" };
  };
  const share = choose((rule) => rule.share, channel.share);
  const buffer = choose((rule) => rule.bufferUnits, channel.bufferUnits);
  const max = choose<number | null>((rule) => rule.maxUnits, channel.maxUnits);
  const held = promotions.reduce((sum, { units }) => sum + units, channel.promotionReserveUnits);
  const rule = {
    promotionReserveUnits: held,
    share: share.value,
    bufferUnits: buffer.value,
    maxUnits: max.value,
  };
  const sum = available.includes(null)
    ? null
    : available.reduce<number>((total, units) => total + (units ?? 0), 0);
  return {
    available: sum,
    reserve: channel.promotionReserveUnits,
    promotions,
    share,
    buffer,
    max: max.value === null ? null : { value: max.value, from: max.from },
    units: availableToSell(available, rule),
  };
}
