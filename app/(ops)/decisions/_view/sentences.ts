import type { BlockedReason, Evidence, Option, Phrase, Problem } from "@/lib/services/recommendation/types";
import { dayEndedBy, daysIn, durationIn, moneyIn, textOf, unitsIn, type Words, yes } from "./words";

/** All that the sentences of problems may name; each takes what it needs. */
function problemValues(words: Words, { params }: Problem) {
  return {
    sku: textOf(params.skuCode),
    place: textOf(params.locationName) || textOf(params.locationCode),
    loss: moneyIn(words, params.lossMinorPerDay),
    hasLoss: yes(typeof params.lossMinorPerDay === "number"),
    spend: moneyIn(words, params.spendMinorPerDay),
    cost: moneyIn(words, params.costMinorPerDay),
    hasGap: yes(typeof params.gapDays === "number" && params.gapDays > 0),
    gap: daysIn(words, params.gapDays),
    cover: daysIn(words, params.coverDays),
    campaign: textOf(params.campaignName) || textOf(params.adName),
    channel: textOf(params.channelName),
    hasChannel: yes(params.channelName),
    whole: yes(params.isWholeCampaign),
    units: unitsIn(words, params.excessUnits ?? params.availableUnits),
    from: textOf(params.fromName),
    to: textOf(params.toName),
    earns: ratioIn(words, params.marginalTo),
    less: ratioIn(words, params.marginalFrom),
  };
}

const ratioIn = ({ format }: Words, ratio: Problem["params"][string] | undefined): string =>
  typeof ratio === "number" ? format.number(ratio, { decimals: 2 }) : "";

/** The problem in one sentence, with SKU, place, time and money a day. */
export function problemSentence(words: Words, problem: Problem): string {
  return words.t(words.has(problem.key) ? problem.key : "other", problemValues(words, problem));
}

/** The problem in two or three words, to stand after the SKU's code. */
export function problemInShort(words: Words, problem: Problem): string {
  const key = `short.${problem.key}`;
  return words.t(words.has(key) ? key : "short.other", {
    place: textOf(problem.params.locationCode) || textOf(problem.params.locationName),
  });
}

function optionValues(words: Words, { params, quantityUnits }: Option) {
  const orderBy = textOf(params.orderByDay);
  return {
    units: unitsIn(words, quantityUnits ?? params.quantityUnits),
    origin: listed(words, textOf(params.originName) || textOf(params.originCode)),
    destination: textOf(params.destinationName) || textOf(params.destinationCode),
    count: Number(params.adCount ?? 1),
    ad: textOf(params.adName) || textOf(params.campaignName),
    orderBy: orderBy ? words.format.calendarDay(orderBy) : "",
    goods: textOf(params.goods),
    before: textOf(params.adsBefore),
    after: textOf(params.adsAfter),
    cut: shareIn(words, params.budgetCut),
    raise: shareIn(words, params.budgetRaise),
    money: moneyIn(words, params.minorPerDay),
    shown: yes(params.channelCount),
    channels: listed(words, textOf(params.channelNames)),
    from: textOf(params.fromName),
    to: textOf(params.toName),
    price: moneyIn(words, params.priceMinor),
    until: textOf(params.untilDay) ? words.format.calendarDay(textOf(params.untilDay)) : "",
  };
}

const shareIn = ({ format }: Words, share: Option["params"][string] | undefined): string =>
  typeof share === "number" ? format.percent(share, { decimals: 0 }) : "";

/** Several names arrive joined by commas. */
const listed = ({ format }: Words, names: string) => format.list(names.split(", "));

/** What is done: "Transfer 240 units from Los Angeles to Shenzhen". */
export const optionTitle = (words: Words, option: Option): string =>
  words.t(`option.${option.kind}`, optionValues(words, option));

/** The effect, as the main button says it: "Transfer 240 units". */
export const optionButton = (words: Words, option: Option): string =>
  words.t(`button.${option.kind}`, optionValues(words, option));

/** What a row of the queue says of an option: what is done with codes instead of names, and the button's text. */
export function optionInQueue(words: Words, option: Option): { todo: string; button: string } {
  const values = optionValues(words, option);
  const { originCode, destinationCode } = option.params;
  const codes = { origin: listed(words, textOf(originCode)), destination: textOf(destinationCode) };
  return {
    todo: words.t(`short_option.${option.kind}`, { ...values, ...codes }),
    button: words.t(`button.${option.kind}`, values),
  };
}

/** When it takes effect: "Dec 4, in 12 days"; of a past decision the day alone. */
export function optionEffect(words: Words, option: Option, past: boolean): string | null {
  const { t, format } = words;
  if (option.effectDays === null || option.kind === "do_nothing") return null;
  const days = daysIn(words, option.effectDays);
  const day = option.arrivesAt && format.dayOfYear(dayEndedBy(option.arrivesAt));
  if (day) return past ? day : t("effect.arrives", { day, days });
  return option.effectDays === 0 ? t("effect.atOnce") : t("effect.inDays", { days });
}

/** What stays unsolved, as one list; null when nothing does. */
export function unsolvedWords(words: Words, unsolved: readonly Phrase[]): string | null {
  const parts = unsolved
    .filter(({ key }) => words.has(`unsolved.${key}`))
    .map(({ key, params }) =>
      words.t(`unsolved.${key}`, {
        days: daysIn(words, params.days),
        units: unitsIn(words, typeof params.units === "number" ? Math.round(params.units) : null),
        money: moneyIn(words, params.minorPerDay),
      }),
    );
  return parts.length > 0 ? words.format.list(parts) : null;
}

/** Name of an input: "Available at Shenzhen". */
export function evidenceLabel(words: Words, { key, params = {} }: Pick<Evidence, "key" | "params">): string {
  const name = `evidence.${key}`;
  const place = textOf(params.locationName) || textOf(params.locationCode);
  return words.t(words.has(name) ? name : "evidence.other", {
    place,
    hasPlace: yes(place),
    channel: textOf(params.channelName),
    campaign: textOf(params.campaignName) || textOf(params.adName),
    origin: textOf(params.originName),
  });
}

type Measured = Pick<Evidence, "key" | "value" | "unit" | "params">;

/** An input's value with its unit; null: unknown. */
export function evidenceValue(words: Words, { key, value, unit, params }: Measured): string | null {
  const { t, format } = words;
  if (key === "next_arrival") {
    if (typeof value !== "string") return params?.incomingUnits === 0 ? t("arrival.none") : null;
    return t("arrival.at", { day: format.day(value), units: unitsIn(words, params?.incomingUnits) });
  }
  if (key === "orders") return t("ordersRead");
  if (value === null) return null;
  if (unit === "code") return t(`code.${value}`, codeValues(words, params));
  if (typeof value === "string") return value;
  switch (unit) {
    case "units":
      return t("unit.units", { count: value, figure: format.number(value) });
    case "units_per_day":
      return t("unit.units_per_day", {
        figure: format.number(value, { decimals: value < 1 ? 2 : value < 10 ? 1 : 0 }),
      });
    case "days":
      return t("unit.days", { figure: format.days(value) });
    case "share":
      return isExponent(key) ? format.number(value, { decimals: 2 }) : format.percent(value);
    case "minor":
      return format.money(value, words.currency, { currencyDisplay: "symbol" });
    case "minor_per_day":
      return t("unit.minor_per_day", {
        figure: format.money(value, words.currency, { currencyDisplay: "symbol" }),
      });
    default:
      return format.number(value);
  }
}

/** Sales grow with spend to the power of it. */
const isExponent = (key: string): boolean => key.startsWith("ad_response");

/** The figures of a fact that is told by a code. */
const codeValues = (words: Words, params: Evidence["params"]) => ({
  least: unitsIn(words, params?.leastUnits),
  most: unitsIn(words, params?.mostUnits),
});

/** Why it may not be approved now, with the limit; several reasons are counted. */
export function blockedSentence(
  words: Words,
  reasons: readonly BlockedReason[],
  sourceName: (key: string) => string,
): string | null {
  const [first] = reasons;
  if (!first) return null;
  const { params } = first;
  const input = `input.${textOf(params.input)}`;
  const place = textOf(params.locationName) || textOf(params.locationCode);
  const reason = words.t(`blocked.${first.key}`, {
    what: words.t(words.has(input) ? input : "input.other"),
    place,
    hasPlace: yes(place),
    source: sourceName(textOf(params.source)),
    sku: textOf(params.skuCode),
    currency: textOf(params.currency),
    count: Number(params.laneCount ?? 0),
    age: typeof params.asOf === "string" ? durationIn(words, secondsSince(words, params.asOf)) : "",
    limit: durationIn(words, Number(params.limitSeconds ?? 0)),
  });
  return reasons.length === 1 ? reason : words.t("blocked.more", { reason, count: reasons.length - 1 });
}

const secondsSince = ({ now }: Words, moment: string) => (now.getTime() - Date.parse(moment)) / 1_000;
