import { embeddedUrls } from "@/db/embedded";
import { dataDir } from "../paths";

/** Prints the database's address: of the application's role, or of the owner with --owner. */
export async function run(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log('Usage: npx plimsoll db-url [--owner]\n\nFor example: psql "$(npx plimsoll db-url)"');
    return 0;
  }
  if (process.env.DATABASE_URL) {
    console.log(process.env.DATABASE_URL);
    return 0;
  }
  const urls = embeddedUrls(dataDir());
  if (!urls) {
    console.error(
      `There is no database in ${dataDir()} yet: run npm start once, or set PLIMSOLL_DATA_DIR to the folder that has one.`,
    );
    return 2;
  }
  console.log(args.includes("--owner") ? urls.ownerUrl : urls.appUrl);
  if (!urls.running)
    console.error("The database is not running now; it runs while Plimsoll does (npm start).");
  return 0;
}
