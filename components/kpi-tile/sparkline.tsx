export interface SparklineProps {
  /** At least 13 points, oldest first; null where nothing is known. */
  points: readonly (number | null)[];
  /** Normal range of the last periods, drawn as a grey band. */
  normalRange?: readonly [number, number];
  /** Least and greatest value of the scale; tiles that are compared share it. */
  scale?: readonly [number, number];
  widthPx?: number;
  heightPx?: number;
}

/** Paths of a line through points, broken where a value is unknown. */
export function linePaths(
  points: readonly (number | null)[],
  place: (value: number, index: number) => readonly [number, number],
): string[] {
  const runs: string[][] = [[]];
  points.forEach((value, index) => {
    if (value === null) runs.push([]);
    else
      runs.at(-1)?.push(
        place(value, index)
          .map((number) => number.toFixed(1))
          .join(" "),
      );
  });
  return runs.filter((run) => run.length > 0).map((run) => `M${run.join("L")}`);
}

/** A trend without axes; the last point is the value printed beside it. */
export function Sparkline({ points, normalRange, scale, widthPx = 96, heightPx = 24 }: SparklineProps) {
  const known = points.filter((point): point is number => point !== null);
  if (known.length < 2) return <svg aria-hidden="true" width={widthPx} height={heightPx} />;
  const [least, most] = scale ?? [
    Math.min(...known, ...(normalRange ?? [])),
    Math.max(...known, ...(normalRange ?? [])),
  ];
  const y = (value: number): number =>
    heightPx - 3 - ((value - least) / (most - least || 1)) * (heightPx - 6);
  const place = (value: number, index: number): readonly [number, number] => [
    2 + (index / Math.max(1, points.length - 1)) * (widthPx - 6),
    y(value),
  ];
  const last = points.at(-1);
  return (
    <svg aria-hidden="true" className="drawing block shrink-0" width={widthPx} height={heightPx} fill="none">
      {normalRange ? (
        <rect
          x="0"
          y={y(normalRange[1])}
          width={widthPx}
          height={Math.max(1, y(normalRange[0]) - y(normalRange[1]))}
          fill="var(--surface-tertiary)"
        />
      ) : null}
      {linePaths(points, place).map((d) => (
        <path key={d} d={d} stroke="var(--muted)" strokeWidth="1.5" strokeLinejoin="round" />
      ))}
      {last === null || last === undefined ? null : (
        <circle cx={place(last, points.length - 1)[0]} cy={y(last)} r="2.5" fill="var(--accent)" />
      )}
    </svg>
  );
}
