import { getTranslations } from "next-intl/server";
import type { DecisionOption, DecisionView } from "@/components/decision-card";
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { type Foreseen, foresee, type Known, lookAt } from "@/lib/services/policy/foresee";
import { getPolicy, type Policy } from "@/lib/services/policy/get";
import { listWaiting, secondPeople } from "@/lib/services/policy/waiting";
import { foreseeSteps } from "@/lib/services/recommendation/foresee-steps";
import type { RecommendationDetail } from "@/lib/services/recommendation/get";
import { isActive, ownSteps } from "@/lib/services/recommendation/steps";
import type { Option, Team } from "@/lib/services/recommendation/types";
import { exceededWords, peopleIn, refusalWords } from "./authority-words";
import { optionTitle } from "./sentences";
import { type StepAuthority, stepAuthority } from "./step-authority";
import type { Words } from "./words";

/** Where the policy is stopped. */
const switchHref = "/settings/policy#switch";

/** What the policy says of a card before anybody presses. */
export interface CardAuthority {
  /** Somebody asked already: the sentence, for whom it waits. */
  second: DecisionView["second"];
  /** The option that waits for a second person. */
  optionKey: string | null;
  /** By option: whom pressing asks, or why it would be refused. */
  byOption: ReadonlyMap<string, Pick<DecisionOption, "ask" | "barred">>;
  autopilot: DecisionView["autopilot"];
  /** Of an approved one: the steps that wait for a team. */
  steps: StepAuthority;
}

/** What pressing would do: carry out, ask a second person, or be refused; and what the policy does about it by itself. */
export async function loadAuthority(
  db: Db,
  actor: Actor,
  words: Words,
  detail: RecommendationDetail,
  policy: Policy,
): Promise<CardAuthority> {
  const whole = detail.options.map((option) => option.steps.filter(isActive));
  const known = await lookAt(
    db,
    detail.team,
    [...whole, ...whole.map((active) => ownSteps(actor, active))],
    words.now,
  );
  const autopilot = await autopilotOf(db, words, detail, policy, known);
  const chosen = detail.options.find(({ key }) => key === detail.chosenOption);
  const steps = await stepAuthority(
    words,
    detail.state === "approved" ? await foreseeSteps(db, actor, detail.id, policy, words.now) : [],
    chosen ? optionTitle(words, chosen) : "",
  );
  const nothing = { second: steps.second, optionKey: null, byOption: new Map(), autopilot, steps };
  if (detail.state !== "open") return nothing;
  const [waiting] = await listWaiting(db, actor, { recommendationId: detail.id });
  if (waiting) {
    const t = await getTranslations("authority.second");
    const option = detail.options.find(({ key }) => key === waiting.request.optionKey);
    const text = t(waiting.mayApprove ? "forYou" : "asked", {
      name: waiting.askedBy,
      at: words.format.moment(waiting.askedAt),
      option: option ? optionTitle(words, option) : "",
      what: exceededWords(t, words, waiting.exceeded),
      ...peopleIn(words, waiting.others),
    });
    const takeBackId = waiting.mayTakeBack ? String(waiting.id) : null;
    return {
      ...nothing,
      second: { text, waits: !waiting.mayApprove, takeBackId },
      optionKey: waiting.request.optionKey ?? null,
    };
  }
  if (!may(actor.role, `decide.${detail.team}`)) return nothing;
  const byOption = await Promise.all(
    detail.options.map(async (option, index) => {
      const own = known[detail.options.length + index];
      return [option.key, await foreseenOf(db, actor, words, detail.team, option, policy, own)] as const;
    }),
  );
  return { ...nothing, byOption: new Map(byOption) };
}

/** What pressing an option would meet of the policy, in words; nothing where it would be carried out. */
export async function foreseenOf(
  db: Db,
  actor: Actor,
  words: Words,
  team: Team,
  option: Option,
  policy?: Policy,
  known?: Known,
): Promise<Pick<DecisionOption, "ask" | "barred">> {
  const steps = ownSteps(actor, option.steps.filter(isActive));
  if (!option.executable || steps.length === 0) return {};
  const { rules } = policy ?? (await getPolicy(db));
  const foreseen = await foresee(db, rules.authority, actor.role, { team, steps }, words.now, known);
  if (foreseen.refusal) return { barred: await refusalWords(words, foreseen.refusal) };
  if (foreseen.exceeded.length === 0) return {};
  const t = await getTranslations("authority.second");
  const others = await secondPeople(db, actor.id, team);
  return {
    ask: t("needed", { what: exceededWords(t, words, foreseen.exceeded), ...peopleIn(words, others) }),
  };
}

/** What the policy may do of it by itself, and how much of today's caps is used; null where it leaves it to people. */
async function autopilotOf(
  db: Db,
  words: Words,
  detail: RecommendationDetail,
  { rules, version }: Policy,
  /** What the steps of each option are judged by. */
  known: readonly Known[],
): Promise<DecisionView["autopilot"]> {
  // What a person decided is no longer the policy's.
  const byPolicy = detail.activity.some(
    ({ verb, actorKind }) => verb === "recommendation.approve" && actorKind === "policy",
  );
  if (detail.decidedBy !== null && !byPolicy) return null;
  const option =
    detail.options.find(({ key }) => key === detail.chosenOption) ??
    // It carries out nothing that is expected to lose money.
    detail.options.find(
      ({ executable, steps, valueMinor }) => executable && steps.length > 0 && valueMinor >= 0,
    );
  const steps = option?.steps.filter(isActive) ?? [];
  if (steps.length === 0) return null;
  const { limit, refusal, exceeded } = await foresee(
    db,
    rules.authority,
    "autopilot",
    { team: detail.team, steps },
    words.now,
    option && known[detail.options.indexOf(option)],
  );
  if (!limit || refusal?.why === "not_autopilot" || refusal?.why === "watch") return null;
  const t = await getTranslations("authority");
  const isOpen = detail.state === "open";
  const above = isOpen && exceeded.length > 0;
  return {
    href: switchHref,
    stop: t("auto.stop"),
    text: [
      t("auto.used", { version, usage: usageWords(t, words, limit) }),
      above
        ? t("auto.above", { what: exceededWords(await getTranslations("authority.second"), words, exceeded) })
        : "",
    ]
      .filter(Boolean)
      .join(" "),
  };
}

/** "3 of at most 20 decisions and $120 of at most $500 today". */
function usageWords(
  t: Awaited<ReturnType<typeof getTranslations<"authority">>>,
  { format, currency }: Words,
  { dailyCount, dailyMinor, used }: NonNullable<Foreseen["limit"]>,
): string {
  const money = (minor: number) =>
    format.money(minor, currency, { currencyDisplay: "symbol", precision: "whole" });
  const parts = [
    ...(dailyCount === null
      ? []
      : [t("auto.decisions", { used: format.number(used.decisions), most: format.number(dailyCount) })]),
    ...(dailyMinor === null
      ? []
      : [t("auto.money", { used: money(used.valueMinor), most: money(dailyMinor) })]),
  ];
  return parts.length > 0 ? t("auto.today", { parts: format.list(parts) }) : t("auto.noCap");
}
