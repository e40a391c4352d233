export interface ExplainInput {
  label: string;
  /** Formatted; null when unknown. */
  value: string | null;
  unit?: string;
  source?: string;
  /** ISO. */
  asOf?: string | null;
  /** The rows behind it. */
  href?: string;
}

/** How a figure came about. All texts are formatted and translated. */
export interface ExplainView {
  title: string;
  /** The formula in words, a paragraph a line. */
  formula: string;
  inputs: ExplainInput[];
  computedAt: string | null;
  policyVersion?: string | null;
  /** What the figure does not say. */
  notes?: string;
}
