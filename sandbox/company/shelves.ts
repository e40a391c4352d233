import { OUTSIDE_PLACE, stockPlace, transitPlace, unavailablePlace } from "@/db/queries/ledger";
import { type Move, type Outage, type Sku, shelfKey } from "./types";

/** A SKU at a location while the simulation runs. */
export interface Shelf {
  sku: Sku;
  location: number;
  /** Everything there, also what cannot be sold. */
  onHand: number;
  unavailable: number;
  committed: number;
  incoming: number;
  /** False: nothing was ever booked here, so nobody knows. */
  known: boolean;
  knownSince: number | null;
  /** What the planner believes is sold a day. */
  ratePerDay: number;
  /** How wrong the planner is: 1 is right, 0.4 orders far too little. */
  bias: number;
  soldToday: number;
  outSince: number | null;
}

export const available = (shelf: Shelf): number => shelf.onHand - shelf.unavailable - shelf.committed;

export interface Shelves {
  all: Map<number, Shelf>;
  moves: Move[];
  outages: Outage[];
  at: (sku: number, location: number) => Shelf | undefined;
  /** Adds to what open orders and planned transfers hold. */
  commit: (shelf: Shelf, units: number, at: number) => void;
  /** Writes a row of the ledger and the level with it. */
  move: (
    at: number,
    shelf: Shelf,
    kind: MoveKind,
    quantity: number,
    document: string | null,
    connection: number | null,
  ) => void;
}

/** Where a move of each kind leaves and arrives, and what it does to all units there and to those that cannot be sold. */
type Ends = (
  place: number,
) => readonly [from: number, to: number, onHandSign: number, unavailableSign: number];

const ends = {
  opening: (place: number): ReturnType<Ends> => [OUTSIDE_PLACE.count, stockPlace(place), 1, 0],
  receipt: (place: number): ReturnType<Ends> => [OUTSIDE_PLACE.supplier, stockPlace(place), 1, 0],
  sale: (place: number): ReturnType<Ends> => [stockPlace(place), OUTSIDE_PLACE.customer, -1, 0],
  return: (place: number): ReturnType<Ends> => [OUTSIDE_PLACE.customer, unavailablePlace(place), 1, 1],
  inspection: (place: number): ReturnType<Ends> => [unavailablePlace(place), stockPlace(place), 0, -1],
  write_off: (place: number): ReturnType<Ends> => [unavailablePlace(place), OUTSIDE_PLACE.loss, -1, -1],
  damage: (place: number): ReturnType<Ends> => [stockPlace(place), unavailablePlace(place), 0, 1],
  count_up: (place: number): ReturnType<Ends> => [OUTSIDE_PLACE.count, stockPlace(place), 1, 0],
  count_down: (place: number): ReturnType<Ends> => [stockPlace(place), OUTSIDE_PLACE.count, -1, 0],
  transfer_in: (place: number): ReturnType<Ends> => [transitPlace(place), stockPlace(place), 1, 0],
  transfer_short: (place: number): ReturnType<Ends> => [transitPlace(place), OUTSIDE_PLACE.loss, 0, 0],
  transfer_over: (place: number): ReturnType<Ends> => [OUTSIDE_PLACE.count, stockPlace(place), 1, 0],
} satisfies Record<string, Ends>;

export type MoveKind = keyof typeof ends | { transferTo: number };

const endsOf = (kind: keyof typeof ends): Ends => ends[kind];

/** Shelves for every SKU and location named, all empty and unknown. */
export function makeShelves(stocked: Iterable<{ sku: Sku; location: number }>): Shelves {
  const all = new Map<number, Shelf>();
  for (const { sku, location } of stocked)
    all.set(shelfKey(sku.id, location), {
      sku,
      location,
      onHand: 0,
      unavailable: 0,
      committed: 0,
      incoming: 0,
      known: false,
      knownSince: null,
      ratePerDay: 0,
      bias: 1,
      soldToday: 0,
      outSince: null,
    });
  const moves: Move[] = [];
  const outages: Outage[] = [];

  function watch(shelf: Shelf, at: number): void {
    if (!shelf.known) return;
    const out = available(shelf) <= 0;
    if (out && shelf.outSince === null) shelf.outSince = at;
    if (!out && shelf.outSince !== null) {
      if (at > shelf.outSince)
        outages.push({ sku: shelf.sku.id, location: shelf.location, from: shelf.outSince, until: at });
      shelf.outSince = null;
    }
  }

  return {
    all,
    moves,
    outages,
    at: (sku, location) => all.get(shelfKey(sku, location)),
    commit: (shelf, units, at) => {
      shelf.committed += units;
      watch(shelf, at);
    },
    move: (at, shelf, kind, quantity, document, connection) => {
      if (quantity === 0) return;
      const place = shelf.location + 1;
      const [from, to, onHandSign, unavailableSign]: ReturnType<Ends> =
        typeof kind === "string"
          ? endsOf(kind)(place)
          : [stockPlace(place), transitPlace(kind.transferTo + 1), -1, 0];
      const reason = typeof kind === "string" ? kind.replace(/^count_.*/, "count") : "transfer_out";
      moves.push({ at, sku: shelf.sku.id, from, to, quantity, reason, document, connection });
      shelf.onHand += onHandSign * quantity;
      shelf.unavailable += unavailableSign * quantity;
      if (reason !== "transfer_short" && !shelf.known) {
        shelf.known = true;
        shelf.knownSince = at;
      }
      watch(shelf, at);
    },
  };
}
