import { type EmbeddedServer, startEmbedded } from "@/db/embedded";
import { explainFailure } from "../explain-failure";
import { restartDelayMs } from "./restart-policy";

/**
 * Starts the database server again when it is killed; `giveUp` gets the sentence when that fails. Returns what stops
 * both the watch and the server.
 */
export function keepDatabase(
  server: EmbeddedServer,
  dataDir: string,
  giveUp: (sentence: string) => void,
): () => Promise<void> {
  const held = [server];
  const deathsAtMs: number[] = [];
  let busy: Promise<void> | null = null;
  const revive = async () => {
    deathsAtMs.push(Date.now());
    if (restartDelayMs(deathsAtMs, Date.now()) === null) {
      giveUp(
        `PostgreSQL keeps ending, so Plimsoll stops; its log is ${dataDir}/postgres.log. Start again when the cause is gone: what was accepted is kept.`,
      );
      return;
    }
    console.log(
      "PostgreSQL was killed; it is started again and recovers what was committed. Nothing that was accepted is lost.",
    );
    try {
      const revived = await startEmbedded({ dataDir, log: console.log });
      held.push(revived);
      if (revived.appUrl !== server.appUrl) {
        giveUp(
          "PostgreSQL's port was taken by another program while it restarted, so Plimsoll stops: start it again, it chooses a free one.",
        );
      }
    } catch (error) {
      giveUp(explainFailure(error));
    }
  };
  const timer = setInterval(() => {
    if (busy || server.pid() !== null) return;
    busy = revive().finally(() => {
      busy = null;
    });
  }, 500);
  return async () => {
    clearInterval(timer);
    await busy;
    for (const one of held) await one.release();
  };
}
