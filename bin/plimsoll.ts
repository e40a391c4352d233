import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { explainFailure } from "./explain-failure";

/** A command file exports this: the arguments after its name, the exit status back. */
interface Command {
  run: (args: string[]) => Promise<number>;
}

const summaries: Record<string, string> = {
  import: "<kind> <file>   bring a file in: --source, --mapping file.json, --dry-run, --json",
  verify: "                prove the ledger, every derived figure and the audit chain against the raw rows",
  export: "                write everything out as files",
  user: "add <email>     make a sign-in: --role, --name",
  token: "add <name>      make a token for /api/v1: --role",
  recompute: "                work out every derived figure anew",
  sample: "                load the sample company into an empty database",
  simulate: "online-retail   add simulated stock, places and ads to the imported example",
  backup: "<file>          write the whole database into one file",
  restore: "<file>          fill an empty database from a backup",
  status: "                what runs, where, and how full it is",
  "db-url": "                the database's address, for psql or a BI tool: --owner",
};

function help(): string {
  const lines = Object.entries(summaries).map(([name, summary]) => `  ${name.padEnd(10)} ${summary}`);
  return `Usage: npx plimsoll <command> [arguments]\n\n${lines.join("\n")}\n\nEach command says more with --help. Data folder: PLIMSOLL_DATA_DIR (.data); another server: DATABASE_URL.`;
}

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    console.log(help());
    return 0;
  }
  const file = join(import.meta.dirname, "commands", `${name}.ts`);
  if (!(name in summaries) || !existsSync(file)) {
    console.error(`There is no command ${JSON.stringify(name)}.\n\n${help()}`);
    return 2;
  }
  const command = (await import(pathToFileURL(file).href)) as Command;
  return command.run(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(explainFailure(error));
  process.exitCode = 2;
}
