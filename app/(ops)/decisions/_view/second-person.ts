import { getTranslations } from "next-intl/server";
import type { DecisionView } from "@/components/decision-card";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { factsOfSteps } from "@/lib/services/policy/facts";
import type { Policy } from "@/lib/services/policy/get";
import { type Exceeded, judge } from "@/lib/services/policy/judge";
import { listWaiting, secondPeople } from "@/lib/services/policy/waiting";
import type { RecommendationDetail } from "@/lib/services/recommendation/get";
import { optionTitle } from "./sentences";
import type { Words } from "./words";

/** What a card says where one person is not enough: before asking, while it waits, and to the one who may be the second. */
export async function loadSecondPerson(
  db: Db,
  actor: Actor,
  words: Words,
  detail: RecommendationDetail,
  policy: Policy,
): Promise<{ second: DecisionView["second"]; optionKey: string | null }> {
  if (detail.state !== "open") return { second: null, optionKey: null };
  const t = await getTranslations("authority.second");
  const [waiting] = await listWaiting(db, actor, { recommendationId: detail.id });
  const people = (names: readonly string[]) => ({
    people: words.format.list([...names]),
    hasPeople: names.length > 0 ? "yes" : "no",
  });
  if (waiting) {
    const option = detail.options.find(({ key }) => key === waiting.request.optionKey);
    const text = t(waiting.mayApprove ? "forYou" : "asked", {
      name: waiting.askedBy,
      at: words.format.moment(waiting.askedAt),
      option: option ? optionTitle(words, option) : "",
      what: exceededWords(t, words, waiting.exceeded),
      ...people(waiting.others),
    });
    const optionKey = waiting.request.optionKey ?? null;
    const takeBackId = waiting.mayTakeBack ? String(waiting.id) : null;
    return { second: { text, waits: !waiting.mayApprove, takeBackId }, optionKey };
  }
  const best = detail.options.find((option) => option.executable && option.steps.length > 0);
  if (!best || !may(actor.role, `decide.${detail.team}`)) return { second: null, optionKey: null };
  const facts = await factsOfSteps(db, detail.team, best.steps);
  const { exceeded } = judge(policy.rules.authority, actor.role, facts, { now: words.now, timeZone: "UTC" });
  if (exceeded.length === 0) return { second: null, optionKey: null };
  const others = await secondPeople(db, actor.id, detail.team);
  const text = t("needed", { what: exceededWords(t, words, exceeded), ...people(others) });
  return { second: { text, waits: false, takeBackId: null }, optionKey: null };
}

/** "640 units of at most 500", all that is passed. */
export function exceededWords(
  t: Awaited<ReturnType<typeof getTranslations<"authority.second">>>,
  { format, currency }: Pick<Words, "format" | "currency">,
  exceeded: readonly Exceeded[],
): string {
  const sentences = exceeded.map(({ limit, most, found }) => {
    if (limit === "units" || limit === "daily_count")
      return t(`exceeded.${limit}`, { found: format.number(found ?? 0), most: format.number(most) });
    const money = (minor: number) =>
      format.money(minor, currency, { currencyDisplay: "symbol", precision: "whole" });
    if (found === null) return t("exceeded.valueUnknown", { most: money(most) });
    return t(`exceeded.${limit}`, { found: money(found), most: money(most) });
  });
  return format.list(sentences);
}
