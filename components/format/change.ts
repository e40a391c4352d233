/** A figure whose change is shown: events and amounts, or a share that is itself a percentage. */
export interface ChangeInput {
  now: number | null;
  before: number | null;
  /** "share": both lie between 0 and 1 and the change is in points. */
  kind: "amount" | "share";
  /** Events behind the earlier value, where the value itself is not a count. Below 20 no per cent is given. */
  eventsBefore?: number | null;
  /** Least and greatest value of the last periods (eight by default upstream). A value inside is noise. */
  normalRange?: readonly [number, number] | null;
  /** Which way is good. */
  goodDirection?: "up" | "down" | null;
}

export type ChangeForm =
  | { form: "unknown" }
  | { form: "new"; now: number }
  | { form: "fromTo"; before: number; now: number }
  | { form: "points"; points: number }
  | { form: "times"; difference: number; factor: number }
  | { form: "percent"; difference: number; share: number };

const fewEvents = 20;

/**
 * How a change may be written. No per cent when the earlier value is zero, negative, unknown or rests on fewer
 * than 20 events; points for shares; a factor above 200 %.
 */
export function describeChange({ now, before, kind, eventsBefore }: ChangeInput): ChangeForm {
  if (now === null) return { form: "unknown" };
  if (before === null) return { form: "new", now };
  if (kind === "share") return { form: "points", points: (now - before) * 100 };
  if (before <= 0 || (eventsBefore ?? before) < fewEvents) return { form: "fromTo", before, now };
  const share = (now - before) / before;
  if (share > 2) return { form: "times", difference: now - before, factor: now / before };
  return { form: "percent", difference: now - before, share };
}

/** Whether a change is good or bad news; inside the normal noise, or without a direction, it is neither. */
export function judgeChange({
  now,
  before,
  normalRange,
  goodDirection,
}: ChangeInput): "gain" | "loss" | "neutral" {
  if (now === null || before === null || now === before || !goodDirection) return "neutral";
  if (normalRange && now >= normalRange[0] && now <= normalRange[1]) return "neutral";
  return now > before === (goodDirection === "up") ? "gain" : "loss";
}
