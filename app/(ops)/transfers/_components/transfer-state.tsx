import { useTranslations } from "next-intl";
import { actionShapes } from "@/components/action-state/action-state-shape";
import { type ActionStateName, actionInk } from "@/components/action-state/state";

/** How a transfer stands, by the drawing of its action and a word of its own. The tick stands at "arrived" only. */
export function TransferState(props: {
  mark: ActionStateName;
  state: "planned" | "sent" | "shipped" | "received" | "cancelled";
  overdue: boolean;
}) {
  const { mark, state, overdue } = props;
  const t = useTranslations("transfers");
  const open = state === "planned" || state === "sent";
  const known =
    open && (mark === "failed" || mark === "refused" || mark === "unconfirmed" || mark === "undoing");
  return (
    <span className={`inline-flex min-h-6 items-center gap-1.5 font-medium ${actionInk(mark)}`}>
      <svg
        aria-hidden="true"
        className="drawing shrink-0"
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
      >
        {actionShapes[mark]}
      </svg>
      <span className="truncate">
        {known ? t(`states.${mark}`) : t(`states.${state}`)}
        {overdue ? <span className="text-at-risk-ink"> · {t("overdue")}</span> : null}
      </span>
    </span>
  );
}
