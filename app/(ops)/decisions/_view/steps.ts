import type { DecisionView, StepView } from "@/components/decision-card";
import type { StepRow } from "@/db/queries/recommendation-detail";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import type { RecommendationDetail } from "@/lib/services/recommendation/get";
import { isActive, stepKey, teamOfStep } from "@/lib/services/recommendation/steps";
import type { BudgetStep, Option, Step } from "@/lib/services/recommendation/types";
import type { StepAuthority } from "./step-authority";
import { dayEndedBy, daysIn, textOf, unitsIn, type Words } from "./words";

/** Whose steps are looked at, and how far they are. */
export interface StepsContext {
  words: Words;
  actor: Actor;
  /** Whether this person decides the whole; who does not approves no step by it. */
  decides: boolean;
  /** Of the option that was approved; empty of any other. */
  rows: readonly StepRow[];
  /** Who may approve what waits, by step. */
  notes: ReadonlyMap<string, string>;
}

/**
 * The steps of an option in order of time: what is done, when, by which team, and whether that team has approved it. Empty
 * for one that is a single thing done at once.
 */
export function stepsOf(option: Option, context: StepsContext): StepView[] {
  const later = option.steps.some((step) => "start" in step && step.start !== undefined);
  // A single one is told where another team has to approve it.
  const isOthers = option.steps.some(
    (step) => isActive(step) && !may(context.actor.role, `decide.${teamOfStep(step)}`),
  );
  const isPlain = option.steps.length < 2 && !later && !(context.decides && isOthers);
  if (isPlain && context.rows.length === 0) return [];
  const inTime = [...option.steps].sort((a, b) => startOf(a).localeCompare(startOf(b)));
  return inTime.map((step) => {
    const key = stepKey(step);
    const row = context.rows.find((one) => one.key === key);
    return {
      id: key,
      what: whatOf(context.words, option, step),
      when: whenOf(context.words, option, step, row),
      ...stateOf(step, row, context),
    };
  });
}

/** The team's part that waits for this person; null: nothing does. */
export function waitingOf(
  { state, steps }: Pick<RecommendationDetail, "state" | "steps">,
  actor: Actor,
  { t }: Words,
  { second, ask, barred }: StepAuthority,
): DecisionView["waiting"] {
  const mine = steps.filter((step) => step.state === "waiting" && may(actor.role, `decide.${step.team}`));
  if (state !== "approved" || mine.length === 0) return null;
  return {
    button: t("steps.approve", { count: mine.length }),
    decline: t("steps.decline"),
    ask,
    offReason: barred ?? (second?.waits ? second.text : null),
  };
}

/** The campaign or channel that the step of an action is about; empty when it is none of a step. */
export function subjectOf(
  actionId: string,
  { steps, options, chosenOption }: Pick<RecommendationDetail, "steps" | "options" | "chosenOption">,
): string {
  const key = steps.find((row) => row.actionId === actionId)?.key;
  const chosen = options.find((option) => option.key === chosenOption);
  const step = chosen?.steps.find((one) => stepKey(one) === key);
  if (step?.kind === "publish_quantity") return step.channelName;
  return step && "campaignName" in step ? (step.campaignName ?? "") : "";
}

/** What begins at once stands first. */
const startOf = (step: Step): string => ("start" in step ? (step.start?.at ?? "") : "");

function stateOf(
  step: Step,
  row: StepRow | undefined,
  { words: { t }, actor, decides, notes }: StepsContext,
): Pick<StepView, "state" | "note"> {
  const team = t(`steps.team.${teamOfStep(step)}`);
  if (!isActive(step)) return { state: "advice", note: t("steps.state.advice", { team }) };
  const by = row?.approvedBy ?? "";
  if (row) {
    const why = row.reason ? t(`steps.reason.${reasonOf(row.reason)}`) : "";
    const hasWhy = row.reason && row.state !== "declined" ? "yes" : "no";
    const note = t(`steps.state.${row.state}`, { team, by, why, hasWhy });
    const who = row.state === "waiting" ? notes.get(row.key) : undefined;
    return { state: row.state, note: who ? t("steps.state.waitingFor", { note, who }) : note };
  }
  return decides && may(actor.role, `decide.${teamOfStep(step)}`)
    ? { state: "yours", note: t("steps.state.yours", { team }) }
    : { state: "needs", note: t("steps.state.needs", { team }) };
}

const reasons = new Set([
  "budget_changed",
  "budget_under_way",
  "campaign_ended",
  "spend_stale",
  "stock_stale",
  "stock_short",
  "lane_full",
  "goods_under_way",
  "goods_not_coming",
  "taken_back",
  "too_late",
  "blackout",
]);

const reasonOf = (code: string): string => (reasons.has(code) ? code : "other");

function whatOf(words: Words, option: Option, step: Step): string {
  const { t, format } = words;
  switch (step.kind) {
    case "transfer":
      return t("steps.what.transfer", {
        units: unitsIn(words, step.quantityUnits),
        origin: originOf(option, step.laneId),
        freight: format.money(step.freightMinor, words.currency, { currencyDisplay: "symbol" }),
      });
    case "ad_pause":
    case "ad_resume":
      return t(`steps.what.${step.kind}`, { campaign: step.campaignName ?? textOf(option.params.adName) });
    case "ad_budget":
      return t(`steps.what.${step.purpose}`, {
        campaign: step.campaignName,
        from: amount(words, step, step.fromMinorPerDay),
        to: amount(words, step, step.budgetMinorPerDay),
      });
    case "publish_quantity":
      return t("steps.what.publish", {
        channel: step.channelName,
        from: unitsIn(words, step.fromUnits),
        to: unitsIn(words, step.units),
      });
    case "reorder":
      return t("steps.what.reorder", {
        units: unitsIn(words, step.quantityUnits),
        day: format.calendarDay(step.orderByDay),
      });
    case "price": {
      const money = (minor: number) => format.money(minor, words.currency, { currencyDisplay: "symbol" });
      return t("steps.what.price", { from: money(step.fromMinor), to: money(step.priceMinor) });
    }
  }
}

const amount = ({ format, currency }: Words, step: BudgetStep, minor: number): string =>
  format.money(minor, step.currency, { currencyDisplay: step.currency === currency ? "symbol" : "code" });

/** Origins stand in the order of the transfers. */
function originOf({ params, steps }: Option, laneId: number): string {
  const names = (textOf(params.originName) || textOf(params.originCode)).split(", ");
  const lanes = steps.flatMap((step) => (step.kind === "transfer" ? step.laneId : []));
  return names[lanes.indexOf(laneId)] ?? "";
}

function whenOf(
  { t, format, ...words }: Words,
  option: Option,
  step: Step,
  row: StepRow | undefined,
): string {
  if (step.kind === "reorder") return t("steps.when.arrives", { day: format.calendarDay(step.arrivesDay) });
  if (step.kind === "price") return t("steps.when.until", { day: format.calendarDay(step.untilDay) });
  if (step.kind === "transfer")
    return row
      ? t("steps.when.arrives", { day: option.arrivesAt ? format.day(dayEndedBy(option.arrivesAt)) : "" })
      : t("steps.when.takes", { days: daysIn({ t, format, ...words }, step.leadTimeDays) });
  const at = row?.dueAt?.toISOString() ?? step.start?.at;
  if (!at) return t("steps.when.now");
  const waitsForGoods = row
    ? row.afterStep !== null && row.state !== "started"
    : step.start?.after !== undefined;
  // It begins when the day of the goods has ended.
  const day = format.day(waitsForGoods ? dayEndedBy(at) : at);
  return t(waitsForGoods ? "steps.when.after" : "steps.when.at", { day });
}
