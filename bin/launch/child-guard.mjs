// Loaded into every part before its own code: when the launcher is gone, even by kill -9, the part ends too.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

process.channel?.unref();
process.once("disconnect", () => {
  const dataDir = process.env.PLIMSOLL_GUARDED_DATABASE;
  if (dataDir) {
    const runner = fileURLToPath(new URL("../run-ts.mjs", import.meta.url));
    const stopper = spawn(process.execPath, [runner, "bin/launch/stop-unused.ts", dataDir], {
      detached: true,
      stdio: "ignore",
    });
    stopper.unref();
  }
  setTimeout(() => process.exit(1), 3000).unref();
  process.kill(process.pid, "SIGTERM");
});
