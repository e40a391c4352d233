import { stripVTControlCharacters } from "node:util";

/** One line a step on the terminal: a running clock where the line can be rewritten, else a line now and then. */

const clock = (startedMs) => `${Math.round((Date.now() - startedMs) / 1000)} s`;

/**
 * Shows `title` while `work` runs. `work` gets a function that reports what it is at. The step ends with a tick and its
 * time, or with a cross when `work` throws.
 * @template T
 * @param {string} title
 * @param {(report: (detail: string) => void) => Promise<T>} work
 * @param {(result: T) => boolean} [isWell]  whether a result that came counts as a success
 * @returns {Promise<T>}
 */
export async function step(title, work, isWell = () => true) {
  const out = process.stdout;
  const startedMs = Date.now();
  const rewritable = out.isTTY === true;
  let detail = "";
  const line = (mark, tail) => `${mark} ${title}${detail ? ` – ${detail}` : ""}  ${tail}`;
  const draw = () => out.write(`\r\x1b[K${line("…", clock(startedMs)).slice(0, (out.columns || 80) - 1)}`);
  if (!rewritable) out.write(`… ${title}\n`);
  const timer = setInterval(
    rewritable ? draw : () => out.write(`${line("…", clock(startedMs))}\n`),
    rewritable ? 250 : 10_000,
  );
  const finish = (mark) => {
    clearInterval(timer);
    detail = "";
    out.write(`${rewritable ? "\r\x1b[K" : ""}${line(mark, clock(startedMs))}\n`);
  };
  try {
    const result = await work((text) => {
      detail = stripVTControlCharacters(text);
      if (rewritable) draw();
    });
    finish(isWell(result) ? "✓" : "✗");
    return result;
  } catch (error) {
    finish("✗");
    throw error;
  }
}
