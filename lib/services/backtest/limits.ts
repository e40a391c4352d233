/** Products that a back-test looks at unless more are asked for, and the most that it can. Apart, so that pages do not load the run. */
export const usualSkus = 400;
export const mostSkusAllowed = 5_000;
