export interface Point {
  /** Milliseconds. */
  x: number;
  y: number | null;
}

/** Spans without data: from the last known point before to the first known one after. */
export function findGaps(points: readonly Point[]): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  let start: number | null = null;
  points.forEach((point, index) => {
    if (point.y === null) start ??= points[index - 1]?.x ?? point.x;
    else if (start !== null) {
      gaps.push({ from: start, to: point.x });
      start = null;
    }
  });
  const last = points.at(-1);
  if (start !== null && last) gaps.push({ from: start, to: last.x });
  return gaps;
}

/** Whether names at the ends of lines would stand on each other: closer than a line of text on the drawing. */
export function endsCollide(ends: readonly number[], span: number, heightPx: number): boolean {
  const sorted = ends.toSorted((a, b) => a - b);
  return sorted.some(
    (end, index) => index > 0 && ((end - (sorted[index - 1] ?? end)) / (span || 1)) * heightPx < 16,
  );
}
