/** Something that asks the whole start to end: a person, npm's end, or a part that keeps dying. */
export interface StopRequest {
  /** Resolves when the stop is asked for, with the sentence that says why (null: a person asked). */
  asked: Promise<string | null>;
  isAsked: () => boolean;
  ask: (why: string | null) => void;
}

/** Listens for Ctrl-C, SIGTERM and a closed terminal. A second Ctrl-C calls `onImpatience`. */
export function listenForStop(onImpatience: () => void): StopRequest {
  let asked = false;
  let resolveAsked: (why: string | null) => void = () => {};
  const promise = new Promise<string | null>((resolve) => {
    resolveAsked = resolve;
  });
  const ask = (why: string | null) => {
    asked = true;
    resolveAsked(why);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (asked && signal === "SIGINT") onImpatience();
      ask(null);
    });
  }
  watchNpm(ask);
  return { asked: promise, isAsked: () => asked, ask };
}

/** `npm start` killed hard leaves this process without its parent; nobody would know what still runs. */
function watchNpm(ask: (why: string) => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    ask("npm, which started Plimsoll, was ended; Plimsoll stops too. Run npm start again: the data is kept.");
  }, 1000);
  timer.unref();
}
