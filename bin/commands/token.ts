import { parseArgs } from "node:util";
import { commandActor, ROLES } from "@/lib/services/_shared/actor";
import { createToken } from "@/lib/services/token/create-token";
import { openDatabase } from "../database";

const usage = `Usage: npx plimsoll token add <name> --role ${ROLES.join("|")} [--days 365|never] [--json]

Prints a bearer token for /api/v1 once; only its hash is kept. People revoke tokens under Settings.`;

/** Makes a token for /api/v1. */
export async function run(args: string[]): Promise<number> {
  const parsed = parse(args);
  if (parsed === "help") {
    console.log(usage);
    return 0;
  }
  if (typeof parsed === "string") {
    console.error(`${parsed}\n\n${usage}`);
    return 2;
  }
  const database = await openDatabase();
  try {
    const token = await createToken(database.db, commandActor, parsed.input);
    if (parsed.json) console.log(JSON.stringify(token));
    else {
      const until = token.expiresAt ? `until ${token.expiresAt.toISOString()}` : "until it is revoked";
      console.error(`The token ${token.name} acts as ${token.role}, ${until}. It is shown this once:`);
      console.log(token.token);
    }
    return 0;
  } finally {
    await database.close();
  }
}

/** What was asked for, or one sentence that says what is missing. */
function parse(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: "string" },
        days: { type: "string", default: "365" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return "help" as const;
    const [verb, name, ...more] = positionals;
    if (verb !== "add" || name === undefined || more.length > 0) return "Say what to call the token.";
    const role = ROLES.find((known) => known === values.role);
    if (!role) return `--role must be one of ${ROLES.join(", ")}.`;
    const validDays = values.days === "never" ? null : Number(values.days);
    if (validDays !== null && !(Number.isInteger(validDays) && validDays > 0 && validDays <= 3650))
      return "--days must be a whole number from 1 to 3650, or never.";
    return { input: { name, role, validDays }, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
