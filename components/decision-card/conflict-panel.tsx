"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { ActionState } from "@/components/action-state";
import { Button } from "@/components/button";
import { carriesOut } from "./buttons";
import { bestOption } from "./scale";
import type { DecisionConflict } from "./types";

interface ConflictPanelProps {
  conflict: DecisionConflict;
  pending: boolean;
  /** Whether the reader's own press led here; what arrives by itself must not take the focus. */
  pressed: boolean;
  /** Approves the new best option on the new data. */
  onApprove: (optionId: string) => void;
  /** Shows the new card without approving. */
  onLook: () => void;
}

/** What changed since the card was opened, old beside new; the old press is void. */
export function ConflictPanel({ conflict, pending, pressed, onApprove, onLook }: ConflictPanelProps) {
  const t = useTranslations("decisionCard");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (pressed) heading.current?.focus();
  }, [pressed]);
  const best = bestOption(conflict.view.options);
  const open = conflict.view.state === "open";
  return (
    <section
      role={pressed ? undefined : "status"}
      className="rounded-card border border-at-risk-mark bg-at-risk-soft p-3"
    >
      <h3 ref={heading} tabIndex={-1} className="text-form font-semibold text-at-risk-ink outline-none">
        {t("changedTitle")}
      </h3>
      {conflict.changes.length > 0 ? <p>{t("changedText")}</p> : null}
      {conflict.changes.length > 0 ? (
        <table className="my-2 w-full">
          <thead>
            <tr className="text-left text-caption text-muted">
              <th className="py-1 pr-4 font-medium">{t("input")}</th>
              <th className="py-1 pr-4 font-medium">{t("before")}</th>
              <th className="py-1 font-medium">{t("now")}</th>
            </tr>
          </thead>
          <tbody>
            {conflict.changes.map((change) => (
              <tr key={change.label} className="border-t border-border">
                <th scope="row" className="py-1 pr-4 text-left font-normal">
                  {change.label}
                </th>
                <td className="py-1 pr-4">{change.before}</td>
                <td className="py-1 font-medium">{change.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {open ? null : (
        <p className="flex flex-wrap items-center gap-x-3 pb-2">
          <ActionState state={conflict.view.state} until={conflict.view.snoozedUntil} />
          {conflict.view.owner}
        </p>
      )}
      {best && open ? <p className="pb-2">{t("newBest", { title: best.title })}</p> : null}
      <div className="flex flex-wrap gap-2">
        {best &&
        open &&
        conflict.view.may.approve === true &&
        !conflict.view.blocked &&
        !best.barred &&
        !best.ask ? (
          <Button
            variant="primary"
            pending={pending}
            needsConnection
            carriesOut={carriesOut(best)}
            onPress={() => onApprove(best.id)}
          >
            {best.button}
          </Button>
        ) : null}
        <Button onPress={onLook}>{t("lookAgain")}</Button>
      </div>
    </section>
  );
}
