/** Quantiles that pages and the queue ask for. */
export const shownQuantiles = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;
