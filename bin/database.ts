import { connect, type Db } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import { dataDir } from "./paths";

/** A migrated database for one command. */
export interface CommandDatabase {
  /** Pool of the application's own role. */
  db: Db;
  /** Pool of the owner, for what only the owner may do. */
  owner: Db;
  url: string;
  ownerUrl: string;
  close: () => Promise<void>;
}

/**
 * Opens DATABASE_URL, or else the data folder's own PostgreSQL, which is joined when it runs and otherwise started for
 * as long as the command takes. Brings the schema up to date first. Throws ServerUnavailable with one sentence.
 */
export async function openDatabase(
  log: (line: string) => void = (line) => console.error(line),
): Promise<CommandDatabase> {
  const given = process.env.DATABASE_URL;
  const server = given ? null : await startEmbedded({ dataDir: dataDir(), log });
  const url = server?.appUrl ?? given ?? "";
  const ownerUrl = server?.ownerUrl ?? given ?? "";
  try {
    await migrate(ownerUrl, { log });
  } catch (error) {
    await server?.release();
    throw error;
  }
  const stopOnSignal = (signal: NodeJS.Signals) => {
    void server?.release().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
  };
  if (server) for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stopOnSignal);
  const db = connect(url, { name: "plimsoll-command" });
  const owner = connect(ownerUrl, { max: 2, role: "owner", name: "plimsoll-command-owner" });
  const close = async () => {
    await Promise.all([db.end({ timeout: 5 }), owner.end({ timeout: 5 })]);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stopOnSignal);
    await server?.release();
  };
  return { db, owner, url, ownerUrl, close };
}
