import { verifyDatabase } from "@/db/queries/verify";
import { openDatabase } from "../database";

const usage = `Usage: npx plimsoll verify [--json]

Proves the ledger, every derived figure, the identities, the import accounts and the audit chain against the raw rows,
in one snapshot; it can run while Plimsoll works. Names the first differences.
Exit status: 0 everything holds, 1 there are differences.`;

/** Prints what each check found. */
export async function run(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(usage);
    return 0;
  }
  const json = args.includes("--json");
  const { db, close } = await openDatabase();
  try {
    const results = await verifyDatabase(db, ({ law, differences, first }) => {
      if (json) return;
      console.log(
        differences === 0
          ? `holds   ${law}`
          : `BROKEN  ${law}: ${differences.toLocaleString("en")} differences`,
      );
      for (const difference of first) console.log(`        ${difference}`);
      if (differences > first.length)
        console.log(`        and ${(differences - first.length).toLocaleString("en")} more`);
    });
    const broken = results.filter(({ differences }) => differences > 0);
    if (json) console.log(JSON.stringify({ whole: broken.length === 0, checks: results }));
    else
      console.log(
        broken.length === 0 ? "Everything holds." : `${broken.length} of ${results.length} laws are broken.`,
      );
    return broken.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}
