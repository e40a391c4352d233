import type { Progress } from "@/lib/ingest/run-import";

/** Progress on standard error: one line that is written over on a terminal, a line every ten seconds elsewhere. */
export function progressLine(file: string): { show: Progress; end: () => void } {
  const terminal = process.stderr.isTTY === true;
  let last = 0;
  let shown = false;
  return {
    show: (outcome, phase) => {
      const now = performance.now();
      if (now - last < (terminal ? 200 : 10_000)) return;
      last = now;
      const done = outcome.read.toLocaleString("en");
      const text = phase === "reading" ? `${file}: ${done} lines read` : `${file}: ${done} lines applied`;
      process.stderr.write(terminal ? `\r\x1b[K${text}` : `${text}\n`);
      shown = true;
    },
    end: () => {
      if (terminal && shown) process.stderr.write("\r\x1b[K");
    },
  };
}
