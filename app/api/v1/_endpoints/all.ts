import type { Endpoint } from "../_http/endpoint";
import { undo } from "./decisions";
import { actions, kpis, recommendations, stock, sync } from "./reads";

/** Every operation of the API, as its description lists them. */
export const endpoints = [
  stock,
  kpis,
  sync,
  recommendations,
  actions,
  undo,
] as unknown as readonly Endpoint[];
