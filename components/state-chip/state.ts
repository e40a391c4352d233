export const stockStates = ["out", "at_risk", "healthy", "excess", "unknown"] as const;
/** State of a stock, decided on the server; the interface only draws it. */
export type StockState = (typeof stockStates)[number];

/** A state from text of elsewhere ("at-risk", "At_Risk"); anything else is unknown. */
export function normaliseState(text: string | null | undefined): StockState {
  const wanted = (text ?? "").toLowerCase().replaceAll("-", "_");
  return stockStates.find((state) => state === wanted) ?? "unknown";
}

/** Classes per state. Written out whole, so that the style sheet holds them. */
export const stateClasses: Record<StockState, { ink: string; mark: string; soft: string }> = {
  out: { ink: "text-out-ink", mark: "text-out-mark", soft: "bg-out-soft" },
  at_risk: { ink: "text-at-risk-ink", mark: "text-at-risk-mark", soft: "bg-at-risk-soft" },
  healthy: { ink: "text-muted", mark: "text-healthy-mark", soft: "" },
  excess: { ink: "text-excess-ink", mark: "text-excess-mark", soft: "bg-excess-soft" },
  unknown: { ink: "text-unknown-ink", mark: "text-unknown-mark", soft: "bg-unknown-soft" },
};
