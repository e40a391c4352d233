import { performance } from "node:perf_hooks";

/** What became of requests sent at an even pace. */
export interface Paced {
  sent: number;
  /** Answered with anything but yes. */
  failed: number;
  seconds: number;
}

/** Sends numbered requests, so many a second, whatever the answers take. `stop` waits for those under way. */
export function atEvenPace(perSecond: number, send: (number: number) => Promise<boolean>) {
  const started = performance.now();
  const open = new Set<Promise<unknown>>();
  let sent = 0;
  let failed = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1_000) * perSecond);
    for (; sent < due; sent++) {
      const done = send(sent)
        .catch(() => false)
        .then((ok) => {
          if (!ok) failed++;
          open.delete(done);
        });
      open.add(done);
    }
  }, 5);
  return {
    stop: async (): Promise<Paced> => {
      clearInterval(timer);
      const seconds = (performance.now() - started) / 1_000;
      await Promise.all(open);
      return { sent, failed, seconds };
    },
  };
}
