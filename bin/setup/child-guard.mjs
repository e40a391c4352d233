// Loaded into every program that is started here before its own code: when the one that started it is gone, even by
// kill -9, it ends too.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

function parentGone() {
  const dataDir = process.env.PLIMSOLL_GUARDED_DATABASE;
  if (dataDir) {
    const runner = fileURLToPath(new URL("../run-ts.mjs", import.meta.url));
    const args = [runner, "bin/launch/stop-unused.ts", dataDir];
    spawn(process.execPath, args, { detached: true, stdio: "ignore" }).unref();
  }
  setTimeout(() => process.exit(1), 3000).unref();
  process.kill(process.pid, "SIGTERM");
}

// By looking at the parent's number, not by a channel: programs that these start in turn inherit this file, and an
// unreferenced channel would end them early.
if (isMainThread) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    parentGone();
  }, 500);
  timer.unref();
}
