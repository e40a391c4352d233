import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { StreamState } from "../stream-state";

const inks: Record<StreamState, string> = {
  fresh: "text-muted",
  first: "text-muted",
  late: "text-at-risk-ink",
  paused: "text-muted",
  open: "text-out-ink",
  reconnect: "text-out-ink",
  disconnected: "text-muted",
};

const line = { stroke: "currentColor", strokeWidth: 1.5, fill: "none", strokeLinecap: "round" } as const;
const shapes: Record<StreamState, ReactNode> = {
  fresh: <path {...line} d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM5.2 8.2l2 2 3.6-4" />,
  first: <path {...line} strokeDasharray="2.5 2.5" d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z" />,
  late: <path fill="currentColor" d="M8 1.5 15 14H1zM7.2 6v4h1.6V6zm0 5v1.5h1.6V11z" fillRule="evenodd" />,
  paused: <path {...line} strokeWidth={2.5} d="M5.5 3.5v9m5-9v9" />,
  open: (
    <path
      fill="currentColor"
      d="M5 1h6l4 4v6l-4 4H5l-4-4V5zm2.2 3v5h1.6V4zm0 6.2v1.6h1.6v-1.6z"
      fillRule="evenodd"
    />
  ),
  reconnect: <path {...line} d="M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />,
  disconnected: <path {...line} d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM4 12l8-8" />,
};

/** Where a stream stands, by shape and word; what needs nobody is muted. */
export function StreamStateMark({ state, detail }: { state: StreamState; detail?: ReactNode }) {
  const t = useTranslations("connections.states");
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${inks[state]}`}>
      <svg aria-hidden="true" className="drawing shrink-0" width="14" height="14" viewBox="0 0 16 16">
        {shapes[state]}
      </svg>
      <span>
        {t(state)}
        {detail ? <span className="text-muted"> {detail}</span> : null}
      </span>
    </span>
  );
}
