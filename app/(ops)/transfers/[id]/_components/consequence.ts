/** What follows from a figure that is to be confirmed, as a key of `transfers.confirm` and its units; null: all as planned. */
export interface Consequence {
  key: "shipShort" | "shipOver" | "shipNone" | "receiveShort" | "receiveOpen" | "receiveOver";
  units: number;
}

/**
 * What recording this quantity does. Shipping: fewer than approved are free again at the origin, more leave without having
 * been approved. Receiving: fewer are lost once nothing more will come, else still on the way; more are found by counting.
 */
export function consequenceOf(
  kind: "ship" | "receive",
  expectedUnits: number,
  units: number,
  complete: boolean,
): Consequence | null {
  const difference = units - expectedUnits;
  if (difference === 0) return null;
  if (kind === "ship") {
    if (units === 0) return { key: "shipNone", units: expectedUnits };
    return difference < 0 ? { key: "shipShort", units: -difference } : { key: "shipOver", units: difference };
  }
  if (difference > 0) return { key: "receiveOver", units: difference };
  return { key: complete ? "receiveShort" : "receiveOpen", units: -difference };
}
