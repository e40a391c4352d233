import type { LiveFaults, SimulatedOrder } from "../live/contract";

/** A shop of the sample company that is played by a server with its vendor's own protocol. */
export interface LiveShop {
  /** Key of its connection. */
  key: string;
  faults: LiveFaults;
  /** What shoppers see of a SKU; null: it is not counted, or not sold here. */
  shows: (sku: string) => number | null;
  /** Changes what shoppers see. */
  show: (sku: string, units: number) => void;
  placeOrder: (order: SimulatedOrder) => void;
  /** Sends an order off. False: the shop knows none of this number. */
  ship: (number: string) => boolean;
  stop: () => Promise<void>;
}
