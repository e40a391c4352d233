import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until the web server answers that it is well. Returns null then, or what it said last after `patienceMs`.
 * `abandoned` ends the wait early.
 */
export async function waitForHealth(
  address: string,
  patienceMs: number,
  abandoned: () => boolean,
): Promise<string | null> {
  let last = "it did not answer";
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline && !abandoned(); await sleep(150)) {
    try {
      const answer = await fetch(`${address}/api/health`, {
        signal: AbortSignal.timeout(5000),
        redirect: "manual",
      });
      if (answer.ok) return null;
      last = `it answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`;
    } catch (error) {
      last = error instanceof Error && error.name === "TimeoutError" ? "it did not answer within 5 s" : last;
    }
  }
  return last;
}
