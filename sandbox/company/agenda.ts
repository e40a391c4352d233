/** What happens at a moment of the simulation. */
export interface Event {
  at: number;
  run: (at: number) => void;
}

/** Events in the order of their time; those of the same moment in the order they were added. */
export interface Agenda {
  add: (at: number, run: Event["run"]) => void;
  /** Runs everything up to a moment, also what is added meanwhile. */
  runUntil: (moment: number) => void;
}

/** A binary heap. */
export function makeAgenda(): Agenda {
  const heap: (Event & { serial: number })[] = [];
  let serial = 0;
  const before = (a: number, b: number) => {
    const [x, y] = [heap[a], heap[b]];
    return x !== undefined && y !== undefined && (x.at < y.at || (x.at === y.at && x.serial < y.serial));
  };
  const swap = (a: number, b: number) => {
    const [x, y] = [heap[a], heap[b]];
    if (x && y) [heap[a], heap[b]] = [y, x];
  };
  const take = () => {
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || first === last) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = before(left + 1, left) ? left + 1 : left;
      if (!before(least, at)) return first;
      swap(at, least);
      at = least;
    }
  };
  return {
    add: (at, run) => {
      heap.push({ at, run, serial: serial++ });
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!before(child, parent)) break;
        swap(child, parent);
        child = parent;
      }
    },
    runUntil: (moment) => {
      while ((heap[0]?.at ?? Infinity) <= moment) {
        const event = take();
        event?.run(event.at);
      }
    },
  };
}
