import type { Endpoint } from "../_http/endpoint";
import { approve, reject, snooze, undo } from "./decisions";
import { actions, kpis, recommendations, stock, sync } from "./reads";
import { records } from "./records";

/** Every operation of the API, as its description lists them. */
export const endpoints = [
  ...records.values(),
  stock,
  kpis,
  sync,
  recommendations,
  actions,
  approve,
  reject,
  snooze,
  undo,
] as unknown as readonly Endpoint[];
