import type { BatchOutcome } from "@/lib/ingest/outcome";

export interface Account {
  file: string;
  runId: number;
  outcome: BatchOutcome;
  dryRun: boolean;
  rejectsFile: string | null;
  seconds: number;
}

/** Prints what became of a file: `read = accepted + unchanged + rejected`, what was counted on the way, and where the rejects are. */
export function printAccount(
  { file, runId, outcome, dryRun, rejectsFile, seconds }: Account,
  json: boolean,
): void {
  const { read, accepted, unchanged, rejected, notes } = outcome;
  if (json) {
    console.log(
      JSON.stringify({
        file,
        runId,
        dryRun,
        read,
        accepted,
        unchanged,
        rejected,
        notes,
        rejectsFile,
        seconds: Math.round(seconds * 1000) / 1000,
      }),
    );
    return;
  }
  const count = (value: number) => value.toLocaleString("en");
  console.log(
    `${file}: ${count(read)} read = ${count(accepted)} accepted + ${count(unchanged)} unchanged + ${count(rejected)} rejected${dryRun ? " (dry run: nothing was written)" : ""}, ${seconds.toFixed(1)} s`,
  );
  for (const [name, value] of Object.entries(notes)) console.log(`  ${words(name)}: ${count(value)}`);
  if (rejectsFile) console.log(`  rejected rows with their reasons: ${rejectsFile}`);
}

const words = (name: string) => name.replace(/[A-Z0-9]+/g, (part) => ` ${part.toLowerCase()}`);
