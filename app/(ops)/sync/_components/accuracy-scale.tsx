import { orderAccuracyTargets } from "@/lib/metrics/order-accuracy/compute";

const { usualLow, usualHigh, target } = orderAccuracyTargets;

/** A share near 1 as a dot on an axis with the usual band and the target; hatched where it is unknown. */
export function AccuracyScale({ share, from }: { share: number | null; from: number }) {
  if (share === null)
    return <span aria-hidden="true" className="keeps-colours pattern-hatch block h-3 w-full min-w-24" />;
  const place = (value: number) =>
    `${(Math.min(1, Math.max(0, (value - from) / (1 - from))) * 100).toFixed(2)}%`;
  return (
    <svg aria-hidden="true" className="drawing block w-full min-w-24 overflow-visible" height="24">
      <rect
        x={place(usualLow)}
        width={`${(((usualHigh - usualLow) / (1 - from)) * 100).toFixed(2)}%`}
        y="3"
        height="18"
        fill="var(--surface-tertiary)"
      />
      <line x1="0" x2="100%" y1="12" y2="12" stroke="var(--border)" />
      <line x1={place(target)} x2={place(target)} y1="1" y2="23" stroke="var(--accent)" strokeWidth="2" />
      <circle cx={place(share)} cy="12" r="5" fill="var(--foreground)" />
    </svg>
  );
}
