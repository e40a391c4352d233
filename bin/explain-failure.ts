import { explainSystemError, ServerUnavailable } from "@/db/server/server-error";
import { PlimsollError } from "@/lib/core/errors";
import { dataDir } from "./paths";

const byDatabaseCode: Record<string, string> = {
  "53100":
    "The disk that holds the database is full: free some space and try again; nothing that was accepted is lost.",
  "53300":
    "The database has no connection left: stop other programs that use it, or raise its max_connections.",
  "28P01": "The database refuses this user or password: check DATABASE_URL.",
  "28000": "The database does not let this user in: check DATABASE_URL and the server's pg_hba.conf.",
  "3D000": "The database named in DATABASE_URL does not exist: create it, or correct the name.",
  "42501":
    "The database user may not do this: give the user of DATABASE_URL the right to create tables and roles.",
  "25006": "The database is read-only (a replica?): let DATABASE_URL name the server that can be written.",
};

const unreachable = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "CONNECT_TIMEOUT",
  "EAI_AGAIN",
]);

/** One sentence for the person at the terminal; what nobody foresaw keeps its stack, for a report. */
export function explainFailure(error: unknown): string {
  if (error instanceof ServerUnavailable || error instanceof PlimsollError) return error.message;
  const system = explainSystemError(error, dataDir());
  if (system) return system;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (unreachable.has(code)) {
    const where = process.env.DATABASE_URL
      ? `at ${withoutPassword(process.env.DATABASE_URL)}`
      : "of this data folder";
    return `The database ${where} does not answer (${code}): start it, or correct DATABASE_URL, and try again.`;
  }
  if (code === "28P01" && !process.env.DATABASE_URL) {
    return `The database of ${dataDir()} refuses the passwords in its postgres.json: bring that file back from a backup of the folder, or choose another PLIMSOLL_DATA_DIR.`;
  }
  const known = byDatabaseCode[code];
  if (known) return known;
  if (error instanceof Error && /^(Environment variables|Migration)/.test(error.message))
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** An address fit for a screen or a log. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:/@]*):[^@]*@/, "//$1@");
}
