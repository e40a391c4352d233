import { parseArgs } from "node:util";
import { commandActor, ROLES, type Role } from "@/lib/services/_shared/actor";
import { createUser } from "@/lib/services/people/create-user";
import { invite } from "@/lib/services/people/invite";
import { openDatabase } from "../database";
import { readSecretLine } from "../read-secret-line";

const usage = `Usage: npx plimsoll user add <email> --role ${ROLES.join("|")} [--name <name>] [--password-stdin]

Prints a link that works once and for 7 days, with which the person chooses a password. With --password-stdin the
password is read from standard input instead and no link is made:

  echo "$PASSWORD" | npx plimsoll user add ines@example.com --role admin --password-stdin`;

/** Makes a sign-in, by a link or with a password from standard input. */
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
  const { email, name, role, fromStdin } = parsed;
  const password = fromStdin ? await readSecretLine(process.stdin) : null;
  const database = await openDatabase();
  try {
    if (password !== null) {
      const person = await createUser(database.db, commandActor, { email, name, role, password });
      console.log(`${person.email} can sign in as ${person.role}.`);
      return 0;
    }
    const invitation = await invite(database.db, commandActor, { email, name, role });
    const address = process.env.PLIMSOLL_ADDRESS ?? `http://localhost:${process.env.PORT ?? 3000}`;
    console.log(
      `${invitation.email} is invited as ${invitation.role}. This link works once, until ${invitation.expiresAt.toISOString()}:`,
    );
    console.log(`\n  ${address.replace(/\/$/, "")}${invitation.path}\n`);
    return 0;
  } finally {
    await database.close();
  }
}

interface Wanted {
  email: string;
  name: string;
  role: Role;
  fromStdin: boolean;
}

/** What was asked for, or one sentence that says what is missing. */
function parse(args: string[]): Wanted | "help" | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: "string" },
        name: { type: "string" },
        "password-stdin": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return "help";
    const [verb, email, ...more] = positionals;
    if (verb !== "add" || email === undefined || more.length > 0) return "Say which address to add.";
    const role = ROLES.find((known) => known === values.role);
    if (!role) return `--role must be one of ${ROLES.join(", ")}.`;
    const name = values.name ?? email.split("@")[0] ?? email;
    return { email, name, role, fromStdin: values["password-stdin"] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
