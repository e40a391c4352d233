import { type StockState, stateClasses } from "./state";

const drawings: Record<StockState, React.ReactNode> = {
  out: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path d="m5.5 5.5 5 5m0-5-5 5" stroke="var(--surface)" strokeWidth="1.75" strokeLinecap="round" />
    </>
  ),
  at_risk: (
    <>
      <path d="M8 1.5 15.2 14H.8z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M8 6v4" stroke="var(--surface)" strokeWidth="1.75" strokeLinecap="round" />
      <circle cx="8" cy="12" r="1" fill="var(--surface)" />
    </>
  ),
  healthy: (
    <>
      <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path
        d="m5.25 8.25 2 2 3.5-4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  excess: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="1.5" fill="currentColor" />
      <path
        d="M8 12V4.5m-3 3 3-3 3 3"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.25"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="3 2"
      />
      <path
        d="M6.2 6.4c0-1 .8-1.7 1.8-1.7s1.8.7 1.8 1.6c0 1.3-1.8 1.4-1.8 2.7"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
      <circle cx="8" cy="11.2" r=".9" fill="currentColor" />
    </>
  ),
};

/** The drawing of a state. Hidden from screen readers: the word stands beside it, always. */
export function StateShape({
  state,
  size = 16,
  className = "",
}: {
  state: StockState;
  size?: number;
  className?: string;
}) {
  return (
    <svg
      aria-hidden="true"
      className={`drawing shrink-0 ${stateClasses[state].mark} ${className}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
    >
      {drawings[state]}
    </svg>
  );
}
