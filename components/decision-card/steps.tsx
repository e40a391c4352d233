import { useTranslations } from "next-intl";
import type { StepView } from "./types";

const marks: Record<StepView["state"], string> = {
  yours: "border-field-border",
  needs: "border-dashed border-field-border",
  waiting: "border-dashed border-at-risk-mark",
  scheduled: "border-accent",
  started: "border-accent bg-accent",
  declined: "border-field-border bg-field-border",
  lapsed: "border-field-border bg-field-border",
  advice: "border-dotted border-field-border",
};

/** The steps of an option down a line: what, when, by which team, and how far that team's approval is. */
export function Steps({ steps }: { steps: StepView[] }) {
  const t = useTranslations("decisionCard");
  return (
    <ol aria-label={t("steps")} className="mt-1 flex flex-col">
      {steps.map((step, index) => (
        <li key={step.id} className="relative flex gap-2 pb-2 last:pb-0">
          {index < steps.length - 1 ? (
            <span aria-hidden="true" className="absolute top-4 bottom-0 left-[4.5px] w-px bg-border" />
          ) : null}
          <span
            aria-hidden="true"
            className={`mt-1.5 size-2.5 shrink-0 rounded-full border-2 ${marks[step.state]}`}
          />
          <span className="min-w-0">
            <span
              className={
                step.state === "declined" || step.state === "lapsed" ? "text-muted line-through" : undefined
              }
            >
              {step.what}
            </span>
            <span className="block text-caption text-muted">
              {step.when} · {step.team} ·{" "}
              <span className={step.state === "waiting" ? "text-at-risk-ink" : undefined}>{step.note}</span>
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}
