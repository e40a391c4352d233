import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { actionShapes } from "./action-state-shape";
import { type ActionStateName, actionInk } from "./state";

export { type ActionStateName, actionStateNames, actionStateOf } from "./state";

export interface ActionStateProps {
  state: ActionStateName;
  /** End of a snooze, ISO. */
  until?: string | null;
  /** Follows the word, for example the reason of a failure. */
  detail?: string;
}

/** Where an action stands, by drawing and word. The tick appears at "verified" only. */
export function ActionState({ state, until, detail }: ActionStateProps) {
  const t = useTranslations("actionStates");
  const format = useFormat();
  const word = state === "snoozed" && until ? t("snoozedUntil", { moment: format.moment(until) }) : t(state);
  return (
    <span className={`inline-flex min-h-6 items-center gap-1.5 text-body font-medium ${actionInk(state)}`}>
      <svg
        aria-hidden="true"
        className="drawing shrink-0"
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
      >
        {actionShapes[state]}
      </svg>
      <span>
        {word}
        {detail ? <span className="font-normal text-muted"> {detail}</span> : null}
      </span>
    </span>
  );
}
