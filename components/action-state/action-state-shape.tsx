import type { ActionStateName } from "./state";

const ring = { fill: "none", stroke: "currentColor", strokeWidth: 1.5 } as const;
const circumference = 2 * Math.PI * 6.25;
const arc = (share: number) => (
  <>
    <circle cx="8" cy="8" r="6.25" {...ring} opacity=".3" />
    <circle
      cx="8"
      cy="8"
      r="6.25"
      {...ring}
      strokeWidth="2"
      strokeDasharray={`${circumference * share} ${circumference}`}
      transform="rotate(-90 8 8)"
    />
  </>
);
const line = { ...ring, strokeLinecap: "round", strokeLinejoin: "round" } as const;
const dashedRing = <circle cx="8" cy="8" r="6.25" {...ring} strokeDasharray="3 2" />;
const barred = (
  <>
    <circle cx="8" cy="8" r="6.25" {...ring} />
    <path d="m3.6 12.4 8.8-8.8" {...line} />
  </>
);
const back = <path d="M4 3v4h4M4.4 6.8A5 5 0 1 1 3.5 11" {...line} />;
const clock = (
  <>
    <circle cx="8" cy="8" r="6.25" {...ring} />
    <path d="M8 4.5V8l2.5 1.5" {...line} />
  </>
);

/** One drawing a state of an action. */
export const actionShapes: Record<ActionStateName, React.ReactNode> = {
  open: <circle cx="8" cy="8" r="6.25" {...ring} />,
  approved: dashedRing,
  queued: dashedRing,
  sending: arc(0.5),
  accepted: arc(0.75),
  verified: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d="m5 8.25 2.1 2.1L11 6"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  unconfirmed: (
    <>
      <path d="M8 1.5 15.2 14H.8z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path
        d="M6.6 7.3c0-.8.6-1.3 1.4-1.3s1.4.5 1.4 1.2c0 1-1.4 1-1.4 2"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
      <circle cx="8" cy="11.8" r=".9" fill="var(--surface)" />
    </>
  ),
  failed: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path d="m5.5 5.5 5 5m0-5-5 5" stroke="var(--surface)" strokeWidth="1.75" strokeLinecap="round" />
    </>
  ),
  undoing: back,
  undone: back,
  refused: barred,
  rejected: barred,
  noted: (
    <>
      <circle cx="8" cy="8" r="6.25" {...ring} />
      <circle cx="8" cy="8" r="2" fill="currentColor" />
    </>
  ),
  blocked: (
    <>
      <rect x="3" y="7" width="10" height="7.5" rx="1.5" fill="currentColor" />
      <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" {...line} />
    </>
  ),
  snoozed: <path d="M13.2 9.6A5.8 5.8 0 0 1 6.4 2.8a5.8 5.8 0 1 0 6.8 6.8z" {...line} />,
  superseded: clock,
  expired: clock,
};
