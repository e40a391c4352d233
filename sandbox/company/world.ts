import type { Agenda } from "./agenda";
import { type Random, randomStream } from "./random";
import type { Shelves } from "./shelves";
import type { Inbound, Order, Return, Transfer } from "./types";

/** What the parts of the simulation share. */
export interface World {
  seed: string;
  /** First moment of the first simulated day, UTC. */
  firstDayMs: number;
  /** The simulation ends here. */
  nowMs: number;
  agenda: Agenda;
  shelves: Shelves;
  orders: Order[];
  returns: Return[];
  inbound: Inbound[];
  transfers: Transfer[];
  /** A stream of chance that belongs to one part. */
  random: (name: string) => Random;
}

export function worldRandom(seed: string): (name: string) => Random {
  const streams = new Map<string, Random>();
  return (name) => {
    const known = streams.get(name);
    if (known) return known;
    const made = randomStream(seed, name);
    streams.set(name, made);
    return made;
  };
}
