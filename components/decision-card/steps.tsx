import { useTranslations } from "next-intl";
import type { StepView } from "./types";

const marks: Record<StepView["state"], string> = {
  yours: "border-field-border bg-surface",
  needs: "border-dashed border-field-border bg-surface",
  waiting: "border-dashed border-at-risk-mark bg-surface",
  scheduled: "border-accent bg-surface",
  started: "border-accent bg-accent",
  declined: "border-field-border bg-field-border",
  lapsed: "border-field-border bg-field-border",
  advice: "border-dotted border-field-border bg-surface",
};

/** The steps of an option down a line of time: when, what, by which team, and how far that team's approval is. */
export function Steps({ steps }: { steps: StepView[] }) {
  const t = useTranslations("decisionCard");
  return (
    <ol aria-label={t("steps")} className="flex flex-col">
      {steps.map((step, index) => (
        <li
          key={step.id}
          className="relative grid grid-cols-[10px_1fr] gap-x-2 pb-1 @2xl/card:grid-cols-[10px_152px_minmax(0,1fr)_minmax(0,200px)] @2xl/card:gap-x-3"
        >
          {index < steps.length - 1 ? (
            <span aria-hidden="true" className="absolute top-3 -bottom-1 left-[4.5px] w-px bg-field-border" />
          ) : null}
          <span
            aria-hidden="true"
            className={`z-1 mt-1.5 size-2.5 rounded-full border-2 ${marks[step.state]}`}
          />
          <span className="text-muted @max-2xl/card:order-3 @max-2xl/card:col-start-2 @max-2xl/card:text-caption">
            {step.when}
          </span>
          <span
            className={
              step.state === "declined" || step.state === "lapsed" ? "text-muted line-through" : undefined
            }
          >
            {step.what}
          </span>
          <span
            className={`@max-2xl/card:order-4 @max-2xl/card:col-start-2 @max-2xl/card:text-caption ${
              step.state === "waiting" ? "text-at-risk-ink" : "text-muted"
            }`}
          >
            {step.note}
          </span>
        </li>
      ))}
    </ol>
  );
}
