import type { DecisionGauge, GoodsMove } from "./types";

/** How a place stands once an option is carried out: what it gives is gone at once, what it gets is on its way. */
export function gaugeAfter(place: DecisionGauge, moves: readonly GoodsMove[]): DecisionGauge | null {
  const given = moves.filter((move) => move.from === place.id).reduce((sum, move) => sum + move.units, 0);
  const got = moves.filter((move) => move.to === place.id && move.units > 0);
  const { gauge } = place;
  if ((given === 0 && got.length === 0) || gauge.availableUnits === null) return null;
  const availableUnits = gauge.availableUnits - given;
  return {
    ...place,
    gauge: {
      ...gauge,
      availableUnits,
      arrivals: [
        ...gauge.arrivals,
        ...got.map((move) => ({ days: move.days, quantity: move.units, confirmed: false })),
      ],
      state: given > 0 ? stateAfter(gauge, availableUnits) : gauge.state,
    },
  };
}

/** State of a place that gave: by the limits that its gauge draws. */
function stateAfter(gauge: DecisionGauge["gauge"], availableUnits: number): DecisionGauge["gauge"]["state"] {
  if (gauge.forecastPerDay === null || gauge.forecastPerDay <= 0) return gauge.state;
  if (availableUnits <= 0) return "out";
  if (availableUnits < gauge.safetyStockUnits) return "at_risk";
  return availableUnits > gauge.forecastPerDay * gauge.excessLimitDays ? "excess" : "healthy";
}

/** The moves of an option with the quantity that a person chose for it. */
export function movesWith(moves: readonly GoodsMove[], quantity: number | null): GoodsMove[] {
  const [only, ...others] = moves;
  return only && others.length === 0 && quantity !== null ? [{ ...only, units: quantity }] : [...moves];
}
