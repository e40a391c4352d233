"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/button";
import { ButtonLink } from "@/components/button/button-link";
import { StoppedNote } from "@/components/standstill";
import { useKeyName } from "@/components/use-shortcuts";
import type { DecisionOption, DecisionView } from "./types";
import type { Decision } from "./use-decision";

interface ButtonsProps {
  view: DecisionView;
  decision: Decision;
  /** A newer version waits above; it has its own button. */
  outdated: boolean;
  onReject: () => void;
  onSnooze: () => void;
  onKeys: () => void;
}

const undoable = new Set(["approved", "queued", "sending", "accepted", "verified", "unconfirmed"]);

/** Whether undo is offered in this state at all. */
export const offersUndo = (view: DecisionView): boolean =>
  undoable.has(view.state) && view.may.undo !== false;

/** Leaving a problem as it is, or noting what is done elsewhere, sends nothing: both can be chosen while everything stands still. */
export const carriesOut = (option: DecisionOption | undefined): boolean =>
  option?.kind !== "nothing" && option?.advice !== true;

const reasonOf = (may: DecisionView["may"]["approve"]): string | null =>
  typeof may === "object" ? may.offReason : null;

/** The buttons at the foot of the card. What a role may never do is absent; what it may not do now says why. */
export function Buttons({ view, decision, outdated, onReject, onSnooze, onKeys }: ButtonsProps) {
  const t = useTranslations("decisionCard");
  const keyOf = useKeyName();
  const open = view.state === "open" || view.state === "snoozed" || view.state === "blocked";
  const { doing, chosen } = decision;
  const offersMain = open && !outdated && !view.blocked && view.may.approve !== false && chosen;
  return (
    <div className="sticky bottom-0 z-1 flex flex-wrap items-center gap-2 border-t border-border bg-surface px-4 py-3 max-sm:bottom-14">
      {open && view.blocked ? <Blocked blocked={view.blocked} /> : null}
      {(open || view.waiting) && view.second ? <Second second={view.second} decision={decision} /> : null}
      {open && !view.second && !view.blocked && chosen && (chosen.barred ?? chosen.ask) ? (
        <p role="status" className="w-full rounded-control bg-surface-secondary px-3 py-2">
          {chosen.barred ?? chosen.ask}
        </p>
      ) : null}
      {view.waiting && (view.waiting.offReason ?? view.waiting.ask) && !view.second ? (
        <p role="status" className="w-full rounded-control bg-surface-secondary px-3 py-2">
          {view.waiting.offReason ?? view.waiting.ask}
        </p>
      ) : null}
      {view.othersDecide ? <p className="text-muted">{view.othersDecide}</p> : null}
      {(offersMain && carriesOut(chosen)) || view.waiting ? <StoppedNote /> : null}
      {offersMain ? (
        <span className="max-sm:w-full">
          <Button
            variant="primary"
            needsConnection
            carriesOut={carriesOut(chosen)}
            shortcut={keyOf("main")}
            className="max-sm:h-12 max-sm:w-full"
            pending={doing === "approve"}
            offReason={
              reasonOf(view.may.approve) ??
              chosen.offReason ??
              chosen.barred ??
              (doing === "reprice" ? t("repricing") : null)
            }
            onPress={() => void decision.approve()}
          >
            {chosen.ask && !view.second ? t("ask") : chosen.button}
          </Button>
        </span>
      ) : null}
      {view.waiting ? (
        <>
          <Button
            variant="primary"
            needsConnection
            carriesOut
            shortcut={keyOf("main")}
            className="max-sm:h-12 max-sm:w-full"
            pending={doing === "approve"}
            offReason={view.waiting.offReason}
            onPress={() => void decision.approve()}
          >
            {view.waiting.ask ? t("ask") : view.waiting.button}
          </Button>
          <Button needsConnection pending={doing === "reject"} onPress={onReject}>
            {view.waiting.decline}
          </Button>
        </>
      ) : null}
      {open && view.may.reject !== false ? (
        <Button
          needsConnection
          shortcut={keyOf("reject")}
          pending={doing === "reject"}
          offReason={reasonOf(view.may.reject)}
          onPress={onReject}
        >
          {t("reject")}
        </Button>
      ) : null}
      {open && view.may.snooze !== false ? (
        <Button
          needsConnection
          shortcut={keyOf("snooze")}
          pending={doing === "snooze"}
          offReason={reasonOf(view.may.snooze)}
          onPress={onSnooze}
        >
          {t("snooze")}
        </Button>
      ) : null}
      {offersUndo(view) ? (
        <Button
          needsConnection
          shortcut={keyOf("undo")}
          pending={doing === "undo"}
          offReason={reasonOf(view.may.undo)}
          onPress={() => void decision.undo()}
        >
          {view.state === "queued" ? t("cancelQueued") : t("undo")}
        </Button>
      ) : null}
      <span className="ml-auto max-sm:hidden">
        <Button
          variant="ghost"
          shortcut={keyOf("keys")}
          label={t("key.title")}
          onPress={onKeys}
          icon={<span aria-hidden="true">?</span>}
        />
      </span>
    </div>
  );
}

function Second({ second, decision }: { second: NonNullable<DecisionView["second"]>; decision: Decision }) {
  const t = useTranslations("decisionCard");
  const { takeBackId } = second;
  return (
    <div
      role="status"
      className="flex w-full flex-wrap items-center gap-3 rounded-control bg-surface-secondary px-3 py-2"
    >
      <span className="min-w-0 flex-1">{second.text}</span>
      {takeBackId ? (
        <Button
          needsConnection
          pending={decision.doing === "takeBack"}
          onPress={() => decision.takeBack(takeBackId)}
        >
          {t("takeBack")}
        </Button>
      ) : null}
    </div>
  );
}

function Blocked({ blocked }: { blocked: NonNullable<DecisionView["blocked"]> }) {
  const { remedy } = blocked;
  return (
    <div
      role="status"
      className="flex w-full flex-wrap items-center gap-3 rounded-control bg-at-risk-soft px-3 py-2 text-at-risk-ink"
    >
      <span className="font-medium">{blocked.reason}</span>
      {remedy?.href ? <ButtonLink href={remedy.href}>{remedy.label}</ButtonLink> : null}
      {remedy?.onPress ? (
        <Button needsConnection onPress={remedy.onPress}>
          {remedy.label}
        </Button>
      ) : null}
    </div>
  );
}
