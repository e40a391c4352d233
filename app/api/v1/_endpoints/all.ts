import type { Endpoint } from "../_http/endpoint";
import { reject, snooze, undo } from "./decisions";
import { actions, kpis, recommendations, stock, sync } from "./reads";

/** Every operation of the API, as its description lists them. */
export const endpoints = [
  stock,
  kpis,
  sync,
  recommendations,
  actions,
  reject,
  snooze,
  undo,
] as unknown as readonly Endpoint[];
