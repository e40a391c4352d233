import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { commandLine } from "@/db/server/process-identity";

/** Why the port cannot be listened on, as the system says (EADDRINUSE, EACCES), or null when it can. */
export function portRefusal(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "unknown"));
    // Without a host, as the web server listens: every address, so that a listener on one of them counts.
    server.listen(port, () => server.close(() => resolve(null)));
  });
}

/** "node server.js (process 123)" of who listens on the port, "another program" when that cannot be seen. */
export function portOwner(port: number): string {
  const pid = process.platform === "linux" ? listenerOnLinux(port) : listenerByLsof(port);
  if (!pid) return "another program";
  const command = commandLine(pid).slice(0, 80);
  return command ? `${command} (process ${pid})` : `process ${pid}`;
}

function listenerOnLinux(port: number): number | null {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readOrEmpty(table).split("\n").slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local?.endsWith(`:${hexPort}`) && state === "0A" && inode) inodes.add(`socket:[${inode}]`);
    }
  }
  if (inodes.size === 0) return null;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`))
        if (inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))) return Number(pid);
    } catch {
      // Ended meanwhile, or another user's.
    }
  }
  return null;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function listenerByLsof(port: number): number | null {
  const found = spawnSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"], { encoding: "utf8" });
  return Number.parseInt(found.stdout ?? "", 10) || null;
}
