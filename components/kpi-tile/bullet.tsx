export interface BulletProps {
  value: number;
  /** null: no target is set. */
  target: number | null;
  /** Upper ends of two or three grey ranges, rising; the last is the end of the scale. */
  ranges: readonly number[];
  /** The same in words. */
  label: string;
  widthPx?: number;
  /** Start of the scale. Zero, unless the figure only lives near its end; then the label says so. */
  from?: number;
}

/** Share of the foreground in each range in per cent, darkest nearest to zero. */
const greyShares = [26, 16, 8];

/** A figure against its target: bar from zero, target as a line, ranges of one hue behind. */
export function Bullet({ value, target, ranges, label, widthPx = 128, from = 0 }: BulletProps) {
  const end = ranges.at(-1) ?? Math.max(value, target ?? 0);
  const x = (figure: number): number =>
    Math.min(Math.max((figure - from) / (end - from || 1), 0), 1) * widthPx;
  return (
    <svg role="img" aria-label={label} className="drawing block shrink-0" width={widthPx} height="24">
      {ranges.map((upper, index) => (
        <rect
          key={upper}
          x={x(ranges[index - 1] ?? from)}
          width={x(upper) - x(ranges[index - 1] ?? from)}
          y="3"
          height="18"
          fill={`color-mix(in oklab, var(--surface), var(--foreground) ${greyShares[index] ?? 8}%)`}
        />
      ))}
      <rect x="0" y="9" height="6" width={x(value)} fill="var(--foreground)" />
      {target === null ? null : <rect x={x(target) - 1} y="5" width="2" height="14" fill="var(--accent)" />}
    </svg>
  );
}
