import type { Said } from "@/app/_edge/said";
import type { DecisionGauge, DecisionOption, DecisionView, EvidenceFact } from "@/components/decision-card";
import { normaliseState } from "@/components/state-chip";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { sayReason } from "@/lib/services/action/say-reason";
import type { RecommendationDetail } from "@/lib/services/recommendation/get";
import { rejectReasons } from "@/lib/services/recommendation/reject";
import type { Option } from "@/lib/services/recommendation/types";
import type { CardAuthority } from "./authority";
import { claimOf } from "./claim";
import { explainView } from "./explain";
import { goodsOf, transfersOf } from "./goods";
import { optionRange } from "./option-range";
import { outcomeOf } from "./outcome";
import {
  blockedSentence,
  evidenceLabel,
  evidenceValue,
  optionButton,
  optionEffect,
  optionTitle,
  problemSentence,
  unsolvedWords,
} from "./sentences";
import { shownActionState, shownState } from "./state";
import { type StepsContext, stepsOf, subjectOf, waitingOf } from "./steps";
import { moneyIn, textOf, type Words } from "./words";

const agelessMinutes = 100 * 365 * 24 * 60;

/** Least, most and step of a transfer's quantity, by option. */
export type QuantityLimits = Map<string, { min: number; max: number; step: number }>;

export interface ViewContext {
  words: Words;
  said: Said;
  actor: Actor;
  excessAfterDays: number;
  sourceName: (key: string) => string;
  limits: QuantityLimits;
  /** What the policy says of it before anybody presses. */
  authority: CardAuthority;
}

/** A recommendation as its card shows it: every text formatted and in the reader's language. */
export function buildDecisionView(detail: RecommendationDetail, context: ViewContext): DecisionView {
  const { words, actor, sourceName } = context;
  const decides = may(actor.role, `decide.${detail.team}`);
  const past = !isOpen(detail);
  const reason = blockedSentence(words, detail.blockedReasons, sourceName);
  const blocked = detail.state === "blocked" && reason ? { reason, remedy: remedyOf(context, detail) } : null;
  return {
    id: String(detail.id),
    version: detail.version,
    state: shownState(detail),
    severity: detail.urgency,
    problem: past
      ? words.t("then", {
          day: words.format.day(detail.decidedAt ?? detail.updatedAt),
          sentence: problemSentence(words, detail.problem),
        })
      : problemSentence(words, detail.problem),
    ...(detail.skuTitle && {
      detail: detail.skuTitle,
      href: `/inventory/${encodeURIComponent(detail.skuCode ?? "")}`,
    }),
    ...(detail.skuTitleLang && { detailLang: detail.skuTitleLang }),
    owner: detail.assignedName ?? detail.decidedBy,
    gauges: detail.gauges.map((gauge, index) => gaugeOf(detail, gauge, index, context)),
    options: chosenFirst(detail, context.authority.optionKey).map((option) => ({
      ...optionOf(option, context, past, {
        decides,
        rows: option.key === detail.chosenOption ? detail.steps : [],
      }),
      ...goodsOf(option, detail.problem, words.now),
      ...context.authority.byOption.get(option.key),
      ...claimOf(words, option, detail),
    })),
    why: past ? "" : whyBest(words, detail),
    evidence: detail.evidence.map((fact, index) => factOf(fact, index, context, past ? null : detail)),
    computedAt: detail.updatedAt.toISOString(),
    policyVersion: String(detail.policyVersion),
    explain: explainView(words, detail, sourceName),
    simulated: detail.simulated,
    autopilot: context.authority.autopilot,
    blocked,
    othersDecide:
      decides || past ? null : words.t("othersDecide", { team: words.t(`steps.team.${detail.team}`) }),
    second: decides || !isOpen(detail) ? context.authority.second : null,
    may: {
      approve: decides && approveOff(detail, context),
      reject: decides,
      snooze: decides,
      undo: decides && canBeUndone(detail),
    },
    waiting: waitingOf(detail, actor, words, context.authority.steps),
    rejectReasons: rejectReasons.map((value) => ({ value, label: words.t(`reject.${value}`) })),
    snoozeEnds: snoozeEnds(words),
    actions: detail.actions.map((action) => actionOf(action, detail, context)),
    outcome: outcomeOf(words, detail),
    snoozedUntil: detail.snoozedUntil?.toISOString() ?? null,
  };
}

function approveOff(
  { state }: RecommendationDetail,
  { words, authority }: ViewContext,
): true | { offReason: string } {
  if (state === "snoozed") return { offReason: words.t("snoozedFirst") };
  return authority.second?.waits ? { offReason: authority.second.text } : true;
}

const isOpen = (detail: RecommendationDetail) =>
  detail.state === "open" || detail.state === "blocked" || detail.state === "snoozed";

/** Of what was decided, or waits for a second person, the way that was chosen stands first; the others stay as they were ranked. */
function chosenFirst({ options, chosenOption }: RecommendationDetail, askedKey: string | null): Option[] {
  const first = chosenOption ?? askedKey;
  return [
    ...options.filter((option) => option.key === first),
    ...options.filter((option) => option.key !== first),
  ];
}

/** Whether an action of it can still be taken back: goods that have left cannot, nor an ad that runs again. */
export const canBeUndone = ({ actions }: Pick<RecommendationDetail, "actions">): boolean =>
  actions.some(isUndoable);

export function isUndoable(action: RecommendationDetail["actions"][number]): boolean {
  if (action.undoOf !== null) return false;
  const before = ["queued", "failed", "unconfirmed"].includes(action.state);
  if (action.kind === "transfer") return before || action.state === "accepted";
  const isSwitch = ["ad_pause", "ad_budget", "publish_quantity"].includes(action.kind);
  return before || (isSwitch && action.state === "verified");
}

/** Where what stands against it is put right: what was never entered, limits that clash, or what was read too long ago. */
function remedyOf({ words }: ViewContext, { blockedReasons: [first] }: RecommendationDetail) {
  const href = first && enteredAt.get(first.key);
  return href
    ? { label: words.t(`remedy.${first.key}`), href }
    : { label: words.t("remedy.sync"), href: "/sync" };
}

const enteredAt = new Map([
  ["missing_cost", "/imports/new"],
  ["missing_price", "/imports/new"],
  ["missing_rate", "/imports/new"],
  ["lanes_clash", "/transfers/lanes"],
]);

const kinds = {
  transfer: "transfer",
  ad_pause: "pause_ads",
  ad_resume: "resume_ads",
  ad_throttle: "throttle_ads",
  ad_shift: "other",
  publish_quantity: "lower_quantity",
  play: "other",
  price: "other",
  reorder: "reorder",
  do_nothing: "nothing",
} as const satisfies Record<Option["kind"], DecisionOption["kind"]>;

function optionOf(
  option: Option,
  { words, limits, actor, authority }: ViewContext,
  past: boolean,
  own: Pick<StepsContext, "decides" | "rows">,
): DecisionOption {
  const { currency } = words;
  const moves = transfersOf(option);
  const [move] = moves;
  const limit = limits.get(option.key);
  const steps = stepsOf(option, { words, actor, ...own, notes: authority.steps.notes });
  return {
    id: option.key,
    kind: kinds[option.kind],
    title: optionTitle(words, option),
    ...(steps.length > 0 && { steps }),
    value: optionRange(option, currency),
    // The cost of doing nothing is its value, printed beside it.
    cost:
      option.kind === "do_nothing" || option.costMinor === 0 ? null : { minor: option.costMinor, currency },
    takesEffect: optionEffect(words, option, past),
    ...(!option.executable && { advice: true }),
    leaves: unsolvedWords(words, option.unsolved),
    button: optionButton(words, option),
    ...(move && moves.length === 1 && limit && limit.max > limit.min
      ? { quantity: { value: move.quantityUnits, ...limit, unit: words.t("unitWord") } }
      : {}),
  };
}

/** Why the first option stands first, in one sentence. */
function whyBest(words: Words, { options, problem }: RecommendationDetail): string {
  const [best, ...others] = options;
  if (problem.key === "ad_resume.loses") return words.t("why.leaveOff");
  if (!best || best.kind === "do_nothing" || best.valueMinor <= 0) return words.t("why.nothing");
  const next = others.find((option) => option.kind !== "do_nothing" && option.valueMinor > 0);
  if (best.kind === "reorder" && !next) return words.t("why.advice");
  // What can be done from here stands before advice that would be worth more.
  if (next && next.valueMinor > best.valueMinor)
    return words.t("why.doable", { value: moneyIn(words, best.valueMinor), other: optionTitle(words, next) });
  return next
    ? words.t(best.kind === "reorder" ? "why.betterOrder" : "why.better", {
        more: moneyIn(words, best.valueMinor - next.valueMinor),
        other: optionTitle(words, next),
      })
    : words.t("why.only", { value: moneyIn(words, best.valueMinor) });
}

function factOf(
  fact: RecommendationDetail["evidence"][number],
  index: number,
  { words, sourceName }: ViewContext,
  /** Null: of a past decision; how old its inputs have become since says nothing about it. */
  open: RecommendationDetail | null,
): EvidenceFact {
  return {
    id: `${fact.key}:${index}`,
    label: evidenceLabel(words, fact),
    value: evidenceValue(words, fact),
    asOf: fact.asOf,
    source: sourceName(fact.source),
    ...(fact.href && { href: fact.href }),
    limitMinutes: open ? limitOf(open, fact) : agelessMinutes,
  };
}

/** Arrivals stand in the same reading as the stock, so its limit holds for them too. */
function limitOf(
  { evidence }: RecommendationDetail,
  fact: RecommendationDetail["evidence"][number],
): number | null {
  const stock = evidence.find((one) => one.key === "stock")?.limitSeconds;
  const seconds = fact.limitSeconds ?? (fact.key === "next_arrival" ? stock : undefined);
  return seconds === undefined ? null : seconds / 60;
}

function gaugeOf(
  detail: RecommendationDetail,
  gauge: RecommendationDetail["gauges"][number],
  index: number,
  { words, excessAfterDays }: ViewContext,
): DecisionGauge {
  const limit = detail.evidence.find((fact) => fact.key === "stock")?.limitSeconds ?? null;
  const asOf = gauge.dataAsOf;
  const stale = limit !== null && asOf !== null && words.now.getTime() - asOf.getTime() > limit * 1_000;
  return {
    id: String(gauge.locationId),
    label: gauge.locationName,
    role: index === 0 && detail.kind !== "excess" ? "need" : "donor",
    gauge: {
      availableUnits: gauge.available,
      forecastPerDay: gauge.forecastPerDay,
      safetyStockUnits: gauge.safetyStockUnits ?? 0,
      excessLimitDays: excessAfterDays,
      arrivals: gauge.arrivals,
      state: normaliseState(gauge.state),
      stale,
      lastReadAt: asOf?.toISOString() ?? null,
    },
  };
}

function actionOf(
  action: RecommendationDetail["actions"][number],
  detail: RecommendationDetail,
  { words: { t }, said }: ViewContext,
): DecisionView["actions"][number] {
  const isTransfer = action.kind === "transfer" || action.kind === "transfer_cancel";
  const subject = subjectOf(action.id, detail);
  const campaign = subject || textOf(detail.problem.params.campaignName) || (detail.campaignName ?? "");
  const title = isTransfer
    ? t(action.kind === "transfer" ? "action.transferPlain" : "action.transfer_cancel", {
        number: action.transferNumber ?? "",
      })
    : t(`action.${action.kind}`, { campaign, channel: subject, hasChannel: subject ? "yes" : "no" });
  const why = action.stateReason ? said(sayReason(action.stateReason)) : "";
  const byHand = action.executor === "manual" ? t("action.byHand") : "";
  const about = [byHand, why].filter(Boolean);
  return {
    id: action.id,
    title,
    state: shownActionState(action.state),
    since: null,
    ...(about.length > 0 && { detail: about.join(" · ") }),
    ...(action.transferId !== null && { href: `/transfers/${action.transferId}` }),
  };
}

const hourMs = 3_600_000;
const ends = [
  ["hours4", 4],
  ["tomorrow", 24],
  ["days3", 72],
  ["week", 168],
  ["month", 672],
] as const;

function snoozeEnds({ t, format, now }: Words): { value: string; label: string }[] {
  return ends.map(([key, hours]) => {
    // Whole minutes, so that the moment printed is the moment sent.
    const end = new Date(Math.ceil((now.getTime() + hours * hourMs) / 60_000) * 60_000);
    return { value: end.toISOString(), label: t(`snooze.${key}`, { moment: format.moment(end) }) };
  });
}
