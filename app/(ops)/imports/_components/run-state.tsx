import { useTranslations } from "next-intl";
import { actionShapes } from "@/components/action-state/action-state-shape";
import type { RunState as State } from "../types";

const look = {
  queued: { shape: "queued", ink: "text-muted" },
  running: { shape: "sending", ink: "text-foreground" },
  done: { shape: "verified", ink: "text-healthy-ink" },
  failed: { shape: "failed", ink: "text-out-ink" },
  cancelled: { shape: "refused", ink: "text-muted" },
} as const;

/** A run's state as shape and word. */
export function RunState({ state }: { state: State }) {
  const t = useTranslations("imports.states");
  const { shape, ink } = look[state];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${ink}`}>
      <svg
        aria-hidden="true"
        className="drawing shrink-0"
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
      >
        {actionShapes[shape]}
      </svg>
      {t(state)}
    </span>
  );
}
