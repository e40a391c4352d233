import { useTranslations } from "next-intl";
import { type StockState, stateClasses } from "./state";
import { StateShape } from "./state-shape";

export { normaliseState, type StockState, stateClasses, stockStates } from "./state";
export { StateShape } from "./state-shape";

export interface StateChipProps {
  state: StockState;
  /** "chip" has a soft ground (except healthy); "plain" is shape and word, for table cells. */
  variant?: "chip" | "plain";
  /** Follows the word, for example "at 2 of 6". */
  detail?: string;
}

/** A stock state by shape, word and colour, the same on every page. */
export function StateChip({ state, variant = "chip", detail }: StateChipProps) {
  const t = useTranslations("states");
  const { ink, soft } = stateClasses[state];
  const ground = variant === "chip" && soft ? `${soft} px-1.5` : "";
  return (
    <span
      className={`inline-flex h-6 items-center gap-1.5 rounded-chip text-body font-medium whitespace-nowrap ${ink} ${ground}`}
    >
      <StateShape state={state} size={14} />
      <span>
        {t(state)}
        {detail ? <span className="font-normal"> {detail}</span> : null}
      </span>
    </span>
  );
}
