const windowMs = 60_000;
const deathsAllowed = 5;

/**
 * How long to wait before a part that died is started again, in milliseconds: at once the first time, then 1 s, 2 s, 4 s,
 * 8 s within a minute. Null when it died more than five times in a minute and must be given up.
 */
export function restartDelayMs(deathsAtMs: number[], nowMs: number): number | null {
  const recent = deathsAtMs.filter((at) => nowMs - at < windowMs).length;
  if (recent > deathsAllowed) return null;
  return recent <= 1 ? 0 : 1000 * 2 ** (recent - 2);
}
