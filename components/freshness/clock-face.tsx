import type { FreshnessBand } from "@/components/format";

const quarters: Record<FreshnessBand, number> = {
  quarter4: 4,
  quarter3: 3,
  quarter2: 2,
  stale: 1,
  unknown: 0,
};
const wedges = [
  "M8 8V3a5 5 0 0 1 5 5z",
  "M8 8h5a5 5 0 0 1-5 5z",
  "M8 8v5a5 5 0 0 1-5-5z",
  "M8 8H3a5 5 0 0 1 5-5z",
];

/** A clock face with as many filled quarters as the figure is fresh. */
export function ClockFace({ band, size = 14 }: { band: FreshnessBand; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="drawing shrink-0"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
    >
      <circle
        cx="8"
        cy="8"
        r="7"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeDasharray={band === "unknown" ? "3 2" : undefined}
      />
      {wedges.slice(0, quarters[band]).map((d) => (
        <path key={d} d={d} fill="currentColor" />
      ))}
    </svg>
  );
}

/** Ink per band. */
export const bandInk: Record<FreshnessBand, string> = {
  quarter4: "text-muted",
  quarter3: "text-muted",
  quarter2: "text-at-risk-ink",
  stale: "text-out-ink",
  unknown: "text-unknown-ink",
};
