import { getTranslations } from "next-intl/server";
import type { InsightView } from "@/components/decision-card";
import { daysShown } from "@/components/decision-card/insight/days-shown";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { getPolicy } from "@/lib/services/policy/get";
import { getRecommendation } from "@/lib/services/recommendation/get";
import { type PlaceOutlook, placeOutlooks } from "@/lib/services/recommendation/place-outlooks";
import type { Option, Problem } from "@/lib/services/recommendation/types";
import { whatWouldChange } from "@/lib/services/recommendation/what-if";
import { goodsOf } from "./_view/goods";
import { optionTitle } from "./_view/sentences";
import { daysIn, textOf, unitsIn, type Words } from "./_view/words";

type Found = NonNullable<Awaited<ReturnType<typeof whatWouldChange>>>;
type Point = Found["points"][number];
type Turned = Pick<Point, "key" | "params" | "now" | "holdsUntil"> & { direction: Point["direction"] };

/** Null: the decision was made, so that nothing is to be weighed any more. Throws Forbidden or NotFound. */
export async function loadInsight(
  db: Db,
  actor: Actor,
  words: Words,
  id: number,
): Promise<InsightView | null> {
  const detail = await getRecommendation(db, actor, id);
  if (detail.state !== "open" && detail.state !== "blocked" && detail.state !== "snoozed") return null;
  const [t, { rules }] = await Promise.all([getTranslations("insight"), getPolicy(db)]);
  const { horizonDays } = rules.transfers;
  const [places, found] = await Promise.all([
    placeOutlooks(db, actor, detail, daysAhead(detail, words.now, horizonDays)),
    whatWouldChange(db, actor, detail),
  ]);
  const say = sentencesOf(t, words);
  const steady = found ? found.steady.map((one) => say.within({ ...one, direction: directionOf(one) })) : [];
  const points = (found?.points ?? []).map((point) => ({
    title: say.next(point, detail.options),
    cause: say.beyond(point),
  }));
  const titles = [...new Set(points.map(({ title }) => title))];
  return {
    horizonDays,
    places: places.map((place) => placeView(t, words, place)),
    changes: titles.map((title) => ({
      id: title,
      title,
      causes: points.filter((point) => point.title === title).map(({ cause }) => cause),
    })),
    holds: steady.length > 0 ? t("evenIf", { what: words.format.list(steady) }) : null,
  };
}

/** The horizon, or until the last of what an option would bring has come. */
function daysAhead(
  { options, problem }: { options: readonly Option[]; problem: Problem },
  now: Date,
  horizonDays: number,
): number {
  const moves = options.flatMap((option) => goodsOf(option, problem, now).moves ?? []);
  return daysShown(moves, horizonDays);
}

const directionOf = ({ now, holdsUntil }: { now: number; holdsUntil: number }): Point["direction"] =>
  holdsUntil < now ? "below" : "above";

function sentencesOf(t: Awaited<ReturnType<typeof getTranslations<"insight">>>, words: Words) {
  const { format, currency } = words;
  // Freight is told in cents, where an estimate would be rounded away.
  const money = (minor: number) => format.money(Math.round(minor), currency, { currencyDisplay: "symbol" });
  const figure = (key: string, value: number): string => {
    if (key === "freight") return money(value);
    if (key === "leadTime") return daysIn(words, value);
    if (key === "available") return unitsIn(words, value);
    return format.percent(Math.abs(value - 1), { decimals: 0 });
  };
  const name = ({ key, direction }: Turned) => {
    if (key === "available") return direction === "below" ? "fewer" : "more";
    if (key === "earns") return direction === "below" ? "earnsLess" : "earnsMore";
    if (key === "demand") return direction === "below" ? "lower" : "higher";
    return key === "freight" || key === "leadTime" ? key : "margin";
  };
  const values = ({ key, params, now, holdsUntil }: Turned) => ({
    place: textOf(params.place),
    campaign: textOf(params.campaign),
    figure: figure(key, holdsUntil),
    now: figure(key, now),
  });
  return {
    beyond: (dial: Turned) => t(`dial.${name(dial)}`, values(dial)),
    within: (dial: Turned) => t(`hold.${name(dial)}`, values(dial)),
    next: ({ becomes }: Point, options: readonly Option[]): string => {
      const offered = options.find(({ key }) => key === becomes);
      if (offered && offered.kind !== "do_nothing")
        return t("next.option", { option: optionTitle(words, offered) });
      return t(becomes === null || offered ? "next.nothing" : "next.another");
    },
  };
}

function placeView(
  t: Awaited<ReturnType<typeof getTranslations<"insight">>>,
  words: Words,
  place: PlaceOutlook,
): InsightView["places"][number] {
  const { format } = words;
  return {
    id: String(place.locationId),
    label: place.locationName,
    today: place.today,
    stockUnits: place.availableUnits,
    demand: place.demand,
    arrivals: place.arrivals.map(({ days, quantity }) => ({
      days,
      quantity,
      label: t("fan.arrival", {
        units: format.number(quantity),
        days: format.days(Math.max(0, days)),
      }),
    })),
    asOf: place.asOf?.toISOString() ?? null,
  };
}
