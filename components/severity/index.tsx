import { Info } from "lucide-react";
import { StateShape, stateClasses } from "@/components/state-chip";

export type SeverityName = "critical" | "warning" | "notice";

/** How grave something is: shape, colour and word. Critical is an octagon, a warning a triangle, a notice a quiet circle. */
export function Severity({ severity, word }: { severity: SeverityName; word: string }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${severity === "notice" ? "text-muted" : stateClasses[stateOf[severity]].ink}`}
    >
      <SeverityShape severity={severity} />
      {word}
    </span>
  );
}

const stateOf = { critical: "out", warning: "at_risk" } as const;

/** The drawing alone; its word must stand beside it. */
export function SeverityShape({ severity }: { severity: SeverityName }) {
  if (severity === "notice")
    return <Info aria-hidden="true" size={14} className="drawing shrink-0 text-muted" />;
  return <StateShape state={stateOf[severity]} size={14} />;
}
