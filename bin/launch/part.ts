import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../paths";
import { restartDelayMs } from "./restart-policy";

/** A process of the product: how it is called on the terminal, and how to run it. */
export interface PartDefinition {
  /** As in "the web server". */
  title: string;
  /** File name of its log, without the ending. */
  logName: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Whether Plimsoll cannot go on without it. */
  essential: boolean;
}

export interface Part {
  title: string;
  pid: () => number | undefined;
  /** Asks it to end, and ends it after `patienceMs`. */
  stop: (patienceMs: number) => Promise<void>;
}

const guard = join(root, "bin/setup/child-guard.mjs");

/**
 * Runs a part and starts it again when it dies, with growing pauses. `say` gets a sentence each time; `onGiveUp` is
 * called with the last one when it keeps dying.
 */
export function runPart(
  definition: PartDefinition,
  options: { logFolder: string; say: (sentence: string) => void; onGiveUp: (sentence: string) => void },
): Part {
  const logFile = join(options.logFolder, `${definition.logName}.log`);
  const log = openLog(options.logFolder, logFile);
  const deathsAtMs: number[] = [];
  let child: ChildProcess | undefined;
  let stopping = false;
  let lastWords = "";

  const start = () => {
    // A process group of its own: Ctrl-C reaches the launcher only, which then stops the parts in order.
    child = spawn(process.execPath, ["--import", guard, ...definition.args], {
      cwd: root,
      env: definition.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        log(text);
        lastWords = lastErrorLine(text) ?? lastWords;
      });
    }
    child.once("exit", (code, signal) => {
      if (!stopping) void died(signal ? `was killed (${signal})` : `ended with status ${code}`);
    });
  };

  const died = async (how: string) => {
    deathsAtMs.push(Date.now());
    const delayMs = restartDelayMs(deathsAtMs, Date.now());
    const said = lastWords ? ` Its last words: ${lastWords}` : "";
    if (delayMs === null) {
      const what = `The ${definition.title} keeps ending (it ${how})`;
      const more = `${said} More in ${logFile}; start again when the cause is gone.`;
      if (definition.essential) options.onGiveUp(`${what}, so Plimsoll stops.${more}`);
      else options.say(`${what} and stays off; the rest goes on.${more}`);
      return;
    }
    const when = delayMs ? ` in ${delayMs / 1000} s` : ". Nothing that was accepted is lost";
    options.say(`The ${definition.title} ${how}; it is started again${when}.`);
    await sleep(delayMs);
    if (!stopping) start();
  };

  start();
  return {
    title: definition.title,
    pid: () => child?.pid,
    stop: async (patienceMs) => {
      stopping = true;
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise((resolve) => running.once("exit", resolve));
      running.kill("SIGTERM");
      await Promise.race([ended, sleep(patienceMs, undefined, { ref: false })]);
      if (running.exitCode === null && running.signalCode === null) running.kill("SIGKILL");
      await ended;
    },
  };
}

/** Appends to the part's log; a full disk must not end the part, so what cannot be written is dropped. */
function openLog(folder: string, file: string): (text: string) => void {
  mkdirSync(folder, { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 20 * 1024 * 1024)
    renameSync(file, `${file}.1`);
  return (text) => {
    try {
      appendFileSync(file, text, { mode: 0o600 });
    } catch {
      // Full or read-only: the terminal still gets the sentences, and the next line is tried again.
    }
  };
}

function lastErrorLine(text: string): string | undefined {
  return text
    .split("\n")
    .findLast((line) => /error|EADDRINUSE|ENOSPC|cannot|"level":[56]0/i.test(line))
    ?.slice(0, 300);
}
