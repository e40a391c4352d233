export interface PlotLine {
  key: string;
  label: string;
  color: string;
  dashed?: boolean;
  step?: boolean;
  width?: number;
  /** Print the name at the line's end. */
  nameAtEnd?: boolean;
  /** From here on the period is incomplete and drawn hollow. */
  incompleteFrom?: number | null;
}

export interface PlotBand {
  label: string;
  /** Key of a [low, high] pair in the rows. */
  key: string;
  color: string;
  opacity: number;
}

export type PlotRow = { x: number } & Record<string, number | null | [number, number]>;
