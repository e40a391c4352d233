/** A stream of chance that always runs the same for the same seed and name. */
export interface Random {
  /** 0 ≤ x < 1. */
  next: () => number;
  /** Whole number, both ends included. */
  int: (low: number, high: number) => number;
  between: (low: number, high: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(from: readonly T[]) => T;
  /** Mean 0, standard deviation 1. */
  normal: () => number;
  /** Median 1; `spread` is the standard deviation of the logarithm. */
  logNormal: (spread: number) => number;
  poisson: (mean: number) => number;
}

/** 32 bits out of a text (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Each part of the company draws from a stream of its own, so that a change in one part leaves the others as they were. */
export function randomStream(seed: string, name: string): Random {
  let state = hashText(`${seed}/${name}`);
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (from) => {
      const chosen = from[Math.floor(next() * from.length)];
      if (chosen === undefined) throw new RangeError("nothing to pick from");
      return chosen;
    },
    logNormal: (spread) => Math.exp(normal() * spread),
    poisson: (mean) => {
      if (mean > 30) return Math.max(0, Math.round(mean + normal() * Math.sqrt(mean)));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count++;
      return count;
    },
  };
}
