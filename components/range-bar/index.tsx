export interface Range {
  low: number;
  mid: number;
  high: number;
}

export interface RangeBarProps extends Range {
  /** Ends of the scale that all bars of a card share; it must hold zero where values may have both signs. */
  scaleMin: number;
  scaleMax: number;
  /** The range in words, for screen readers. */
  label: string;
  widthPx?: number;
  /** Bar of the option that is chosen. */
  strong?: boolean;
}

const heightPx = 16;
const edgePx = 4;

/** Pixel of a value on a scale; the ends of the scale stand `edgePx` inside. */
export function onScale(value: number, scaleMin: number, scaleMax: number, widthPx: number): number {
  const span = scaleMax - scaleMin || 1;
  const share = Math.min(Math.max((value - scaleMin) / span, 0), 1);
  return edgePx + share * (widthPx - 2 * edgePx);
}

function Bar({
  low,
  mid,
  high,
  y,
  place,
  fill,
  strong,
}: Range & { y: number; place: (value: number) => number; fill: string; strong: boolean }) {
  return (
    <g>
      <rect
        x={place(low)}
        y={y - 3}
        width={Math.max(1, place(high) - place(low))}
        height="6"
        fill={fill}
        opacity={strong ? 0.35 : 0.25}
      />
      {[low, high].map((end, index) => (
        <line
          key={index}
          x1={place(end)}
          x2={place(end)}
          y1={y - 4}
          y2={y + 4}
          stroke={fill}
          strokeWidth="1.5"
        />
      ))}
      <circle cx={place(mid)} cy={y} r="3.5" fill={fill} />
    </g>
  );
}

/** A value as low, middle and high on a scale with its zero line. */
export function RangeBar({
  low,
  mid,
  high,
  scaleMin,
  scaleMax,
  label,
  widthPx = 160,
  strong = false,
}: RangeBarProps) {
  const place = (value: number) => onScale(value, scaleMin, scaleMax, widthPx);
  return (
    <svg role="img" aria-label={label} className="drawing block shrink-0" width={widthPx} height={heightPx}>
      <line x1={edgePx} x2={widthPx - edgePx} y1="8" y2="8" stroke="var(--border)" />
      {scaleMin <= 0 && scaleMax >= 0 ? (
        <line x1={place(0)} x2={place(0)} y1="0" y2={heightPx} stroke="var(--field-border)" />
      ) : null}
      <Bar {...{ low, mid, high, place, strong }} y={8} fill={strong ? "var(--accent)" : "var(--muted)"} />
    </svg>
  );
}

export interface RangePairProps {
  expected: Range;
  realised: Range | null;
  scaleMin: number;
  scaleMax: number;
  label: string;
  widthPx?: number;
}

/** Expected above, realised below, on one scale. */
export function RangePair({ expected, realised, scaleMin, scaleMax, label, widthPx = 200 }: RangePairProps) {
  const place = (value: number) => onScale(value, scaleMin, scaleMax, widthPx);
  return (
    <svg role="img" aria-label={label} className="drawing block shrink-0" width={widthPx} height="24">
      {scaleMin <= 0 && scaleMax >= 0 ? (
        <line x1={place(0)} x2={place(0)} y1="0" y2="24" stroke="var(--field-border)" />
      ) : null}
      <Bar {...expected} place={place} y={7} fill="var(--muted)" strong={false} />
      {realised ? <Bar {...realised} place={place} y={18} fill="var(--accent)" strong /> : null}
    </svg>
  );
}
