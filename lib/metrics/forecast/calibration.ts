/** Upper ends of the classes of level, in units a day; the last class has none. */
export const classEdges = [0.1, 0.3, 1, 3, 10, 30] as const;
/** Upper ends of the classes of how often an item sells, as the chance of a sale a day; the last class has none. */
export const frequencyEdges = [0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6] as const;

/** What is made of the level of items that sell about as much. */
export interface LevelClass {
  /** Mean a day = meanOfLevel × level + meanOfChange × day-to-day change, times the growth. */
  meanOfLevel: number;
  meanOfChange: number;
  /** Past forecasts that this rests on; with too few, all is left as it is. */
  forecasts: number;
}

/** What is made of the spread of items that sell about as often. */
export interface FrequencyClass {
  /** Quantiles rest on levelFactor × (level + spreadOfChange × day-to-day change), spread spreadFactor times as seen. */
  levelFactor: number;
  spreadFactor: number;
  /** Two weeks' dispersion that is usual in the class. */
  priorDispersion: number;
  /** Past forecasts that this rests on. */
  forecasts: number;
  /** Pinball loss with these factors ÷ with factors of 1; null: too few forecasts, all is left as it is. */
  lossRatio: number | null;
}

/** What the recent past says is to be made of levels and spreads. */
export interface Calibration {
  /** By classEdges, lowest level first. */
  classes: readonly LevelClass[];
  /** By frequencyEdges, seldom first. */
  frequencies: readonly FrequencyClass[];
  /** The newest four weeks' units ÷ what the classes say of them, over all places and by place. */
  growth: number;
  growthByPlace: Readonly<Record<number, number>>;
}

/** Two weeks seen that a class's usual dispersion counts as. */
export const priorWindowsOfClass = 8;
/** How much of the day-to-day change the quantiles' level has more than the level: what is silent now may sell again. */
export const spreadOfChange = 0.02;

export const classOf = (level: number): number => placeAmong(classEdges, level);
export const frequencyOf = (chance: number): number => placeAmong(frequencyEdges, chance);

function placeAmong(edges: readonly number[], value: number): number {
  let index = 0;
  while (index < edges.length && value >= (edges[index] as number)) index++;
  return index;
}
