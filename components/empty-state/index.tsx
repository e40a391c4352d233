import type { ReactNode } from "react";

export interface EmptyStateProps {
  /** Four kinds of empty that are never mixed up: what failed to load is never "nothing". */
  kind: "nothingYet" | "nothingMatches" | "allDone" | "cannotBeKnown";
  title: string;
  text?: ReactNode;
  action?: ReactNode;
}

const line = {
  stroke: "currentColor",
  strokeWidth: 1.5,
  fill: "none",
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

const drawings: Record<EmptyStateProps["kind"], ReactNode> = {
  nothingYet: <path {...line} d="M4 9h16v10H4zM4 9l3-4h10l3 4M9 13h6" />,
  nothingMatches: <path {...line} d="M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm5 11.5L20 20M8 10.5h5" />,
  allDone: <path {...line} d="M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8 12.5l2.8 2.8L16 9.5" />,
  cannotBeKnown: <path {...line} strokeDasharray="4 3" d="M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z" />,
};

/** Why there is nothing to see, and the way on. */
export function EmptyState({ kind, title, text, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
      <svg
        aria-hidden="true"
        width="24"
        height="24"
        viewBox="0 0 24 24"
        className={kind === "cannotBeKnown" ? "text-at-risk-ink" : "text-muted"}
      >
        {drawings[kind]}
        {kind === "cannotBeKnown" ? <path {...line} d="M12 8v5m0 3v.1" /> : null}
      </svg>
      <p className="text-card font-medium">{title}</p>
      {text ? <p className="max-w-prose text-muted">{text}</p> : null}
      {action ? <div className="pt-1">{action}</div> : null}
    </div>
  );
}
