"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ActionState } from "@/components/action-state";
import { Age } from "@/components/age";
import { ExplainButton, useExplain } from "@/components/explain";
import { AppLink } from "@/components/link";
import { usePastMoment } from "@/components/past/moment";
import { useStopped } from "@/components/standstill";
import { useShortcuts } from "@/components/use-shortcuts";
import { movesWith } from "./after";
import { Buttons, carriesOut, offersUndo } from "./buttons";
import { changesBetween } from "./changes-between";
import { ConflictPanel } from "./conflict-panel";
import { Evidence } from "./evidence";
import { Gauges } from "./gauges";
import { Insight, type InsightView } from "./insight";
import { KeysSheet } from "./keys-sheet";
import { OptionRow, optionColumns } from "./option-row";
import { Outcome } from "./outcome";
import { ChoiceSheet } from "./reason-sheets";
import { sharedScale } from "./scale";
import type { DecisionCallbacks, DecisionView } from "./types";
import { type Decision, useDecision } from "./use-decision";
import { ValueAxis } from "./value-axis";

export type { InsightView } from "./insight";
export type {
  ActionOutcome,
  DecisionCallbacks,
  DecisionConflict,
  DecisionGauge,
  DecisionOption,
  DecisionView,
  EvidenceFact,
  GoodsMove,
  MoneyRange,
  OptionPrice,
  StepView,
} from "./types";

/** One decision: the problem, the places, the options in money, the evidence, the buttons. Never dense. */
export function DecisionCard({
  view,
  on,
  insight,
}: {
  view: DecisionView;
  on: DecisionCallbacks;
  /** What is worked out when the card is opened; undefined while it is on its way, null when there is none. */
  insight?: InsightView | null;
}) {
  const t = useTranslations("decisionCard");
  const common = useTranslations("common");
  const explain = useExplain();
  const group = useId();
  const decision = useDecision(view, on);
  const { shown } = decision;
  const isPast = usePastMoment() !== null;
  const [sheet, setSheet] = useState<"reject" | "snooze" | "keys" | null>(null);
  const close = () => setSheet(null);
  const standsStill = useStopped() !== null && (carriesOut(decision.chosen) || Boolean(shown.waiting));
  const may = (right: keyof DecisionView["may"]) =>
    shown.may[right] === true &&
    !(right === "approve" && (decision.chosen?.barred || decision.chosen?.offReason));
  const open = shown.state === "open" || shown.state === "snoozed";
  // What may not be approved on old inputs can be turned down or put off all the same.
  const undecided = open || shown.state === "blocked";
  // A newer version that arrived by itself is laid beside the shown one as well: the old press would be void.
  const conflict =
    decision.conflict ??
    (decision.newer
      ? {
          changes: changesBetween(shown, view, {
            best: t("whatIsDone"),
            unknown: common("unknown"),
            gone: t("inputGone"),
          }),
          view,
        }
      : null);

  const pick = (index: number) => () => {
    const option = decision.options[index];
    if (open && option && !option.offReason) decision.choose(option.id);
  };
  const step = (move?: () => void) => (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLInputElement)) move?.();
  };
  useShortcuts({
    j: on.next,
    k: on.previous,
    ArrowDown: on.next ? step(on.next) : undefined,
    ArrowUp: on.previous ? step(on.previous) : undefined,
    "1": pick(0),
    "2": pick(1),
    "3": pick(2),
    "4": pick(3),
    "5": pick(4),
    a:
      ((open && may("approve") && !shown.blocked && !conflict) ||
        (shown.waiting && !shown.waiting.offReason)) &&
      !standsStill
        ? () => void decision.approve()
        : undefined,
    r: undecided && may("reject") ? () => setSheet("reject") : undefined,
    s: undecided && may("snooze") ? () => setSheet("snooze") : undefined,
    u: offersUndo(shown) && may("undo") ? () => void decision.undo() : undefined,
    e: shown.explain ? () => shown.explain && explain.open(shown.explain) : undefined,
    x: on.select,
    "?": () => setSheet("keys"),
  });

  return (
    <article aria-labelledby={`${group}-problem`} className="card @container/card flex flex-col gap-0 p-0">
      <div className="flex flex-col gap-4 p-4">
        <Problem view={shown} headingId={`${group}-problem`} />
        {conflict ? (
          <ConflictPanel
            key={decision.conflict ? "pressed" : "arrived"}
            conflict={conflict}
            pending={decision.doing === "approve"}
            pressed={decision.conflict !== null}
            onApprove={(optionId) => decision.approveOf(conflict.view, optionId)}
            onLook={decision.conflict ? decision.adoptConflict : decision.adoptNewer}
          />
        ) : null}
        {decision.answer && !decision.conflict ? (
          <p
            className={`rounded-control px-3 py-2 ${decision.answer.ok ? "bg-surface-secondary" : "bg-out-soft text-out-ink"}`}
          >
            {decision.answer.message}
          </p>
        ) : null}
        {shown.gauges.length > 0 ? (
          <Gauges view={shown} moves={undecided ? chosenMoves(decision) : []} />
        ) : null}
        {shown.outcome ? <Outcome outcome={shown.outcome} /> : null}
        {shown.actions.length > 0 ? <Actions view={shown} /> : null}
        {shown.options.length > 0 ? (
          <Options
            decision={decision}
            group={group}
            disabled={!open || conflict !== null}
            why={shown.why}
            explain={shown.explain}
          />
        ) : null}
        {undecided && insight !== null ? <Insight view={insight} moves={chosenMoves(decision)} /> : null}
        <Evidence facts={shown.evidence} />
        <p className="text-caption text-muted">
          {t("computed")} <Age from={shown.computedAt} />
          {shown.policyVersion ? ` · ${t("policy", { version: shown.policyVersion })}` : null}
        </p>
      </div>
      {isPast ? null : (
        <Buttons
          view={shown}
          decision={decision}
          outdated={conflict !== null}
          onReject={() => setSheet("reject")}
          onSnooze={() => setSheet("snooze")}
          onKeys={() => setSheet("keys")}
        />
      )}
      <ChoiceSheet
        open={sheet === "reject"}
        onClose={close}
        title={t("rejectTitle")}
        choices={shown.rejectReasons}
        confirmLabel={t("reject")}
        pending={decision.doing === "reject"}
        withNote
        noteFor="other"
        onConfirm={(reason, note) => void decision.reject(reason, note).then(close)}
      />
      <ChoiceSheet
        open={sheet === "snooze"}
        onClose={close}
        title={t("snoozeTitle")}
        choices={shown.snoozeEnds}
        confirmLabel={t("snooze")}
        pending={decision.doing === "snooze"}
        withNote={false}
        onConfirm={(until) => void decision.snooze(until).then(close)}
      />
      <KeysSheet open={sheet === "keys"} onClose={close} />
    </article>
  );
}

/** Goods that the chosen option moves, with the quantity chosen for it. */
const chosenMoves = ({ chosen, quantity }: Decision) => movesWith(chosen?.moves ?? [], quantity);

function Problem({ view, headingId }: { view: DecisionView; headingId: string }) {
  const t = useTranslations("decisionCard");
  const common = useTranslations("common");
  return (
    <header className="flex flex-col gap-1">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <h2 id={headingId} tabIndex={-1} className="min-w-0 flex-1 text-card font-semibold outline-none">
          {view.problem}
        </h2>
        {view.state === "open" ? null : <ActionState state={view.state} until={view.snoozedUntil} />}
      </div>
      <p className="flex flex-wrap gap-x-3 text-muted">
        {view.severity === "urgent" || view.severity === "high" ? (
          <span className="font-medium text-foreground">{t(`severity.${view.severity}`)}</span>
        ) : null}
        {view.detail ? (
          view.href ? (
            <AppLink
              href={view.href}
              lang={view.detailLang}
              className="underline underline-offset-2 hover:text-foreground"
            >
              {view.detail}
            </AppLink>
          ) : (
            <span lang={view.detailLang}>{view.detail}</span>
          )
        ) : null}
        {view.owner ? <span>{t("owner", { name: view.owner })}</span> : null}
        {view.simulated ? <span>{common("simulated")}</span> : null}
        {view.autopilot ? (
          <span>
            {view.autopilot.text}{" "}
            <AppLink
              href={view.autopilot.href}
              className="underline underline-offset-2 hover:text-foreground"
            >
              {view.autopilot.stop}
            </AppLink>
          </span>
        ) : null}
      </p>
    </header>
  );
}

function Options({
  decision,
  group,
  disabled,
  why,
  explain,
}: {
  decision: Decision;
  group: string;
  disabled: boolean;
  why: string;
  explain: DecisionView["explain"];
}) {
  const t = useTranslations("decisionCard");
  const scale = sharedScale(decision.options.map((option) => option.value));
  const currency = decision.options.find((option) => option.value)?.value?.currency ?? null;
  return (
    <fieldset>
      <legend className="flex items-center gap-1 pb-1 text-caption font-medium text-muted">
        {t("options")}
        {explain ? <ExplainButton view={explain} /> : null}
      </legend>
      <div
        aria-hidden="true"
        className={`hidden gap-x-2 px-2 pb-1 text-caption text-muted @2xl/card:grid ${optionColumns}`}
      >
        <span />
        <span>{t("whatIsDone")}</span>
        <ValueAxis scale={scale} currency={currency} />
        <span className="text-right">{t("cost")}</span>
        <span>{t("takesEffect")}</span>
      </div>
      <div className="border-b border-border">
        {decision.options.map((option, index) => (
          <OptionRow
            key={option.id}
            option={option}
            group={group}
            number={index + 1}
            chosen={option.id === decision.chosen?.id}
            scale={scale}
            quantity={option.id === decision.chosen?.id ? decision.quantity : null}
            disabled={disabled}
            onChoose={() => decision.choose(option.id)}
            onQuantity={(quantity) => void decision.changeQuantity(quantity)}
          />
        ))}
      </div>
      {why ? <p className="pt-2">{why}</p> : null}
    </fieldset>
  );
}

function Actions({ view }: { view: DecisionView }) {
  const t = useTranslations("decisionCard");
  return (
    <section aria-label={t("actions")}>
      <h3 className="pb-1 text-caption font-medium text-muted">{t("actions")}</h3>
      <ul className="divide-y divide-border border-y border-border">
        {view.actions.map((action) => (
          <li key={action.id} className="flex min-h-(--row-height) flex-wrap items-center gap-x-4 py-1">
            <span className="grow">
              {action.href ? (
                <AppLink href={action.href} className="underline underline-offset-2">
                  {action.title}
                </AppLink>
              ) : (
                action.title
              )}
            </span>
            <ActionState state={action.state} detail={action.detail} />
            {action.since ? (
              <span className="text-caption text-muted">
                <Age from={action.since} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
