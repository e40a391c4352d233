import { statfsSync } from "node:fs";

const lowMegabytes = 500;

/**
 * Says once when the data folder's disk falls below 500 MB, before PostgreSQL has to refuse what is written. Returns
 * what ends the watch.
 */
export function watchDisk(dataDir: string, say: (sentence: string) => void): () => void {
  let low = false;
  const look = () => {
    const { bavail, bsize } = statfsSync(dataDir);
    const freeMegabytes = Math.floor((bavail * bsize) / 1024 / 1024);
    if (freeMegabytes < lowMegabytes && !low) {
      say(
        `Only ${freeMegabytes} MB are left on the disk that holds ${dataDir}: free some space soon. When it is full nothing new is accepted; what was accepted stays.`,
      );
    }
    low = freeMegabytes < lowMegabytes;
  };
  look();
  const timer = setInterval(look, 30_000);
  return () => clearInterval(timer);
}
