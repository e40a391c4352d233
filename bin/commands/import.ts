import { runImportCommand } from "../import/run";

const usage = `Usage: npx plimsoll import <kind> <file…> [options]

Kinds: skus, locations, lanes, channels, listings, stock, orders, returns, campaigns, product-ads, ad-spend

  --source key              where the records come from (default: file); ids are told apart by it
  --mapping file.json       which column is which field, and how dates and numbers are written
  --create-missing [what]   create SKUs, locations and channels that are not there: all, or some of
                            skus,locations,channels
  --default-location code   for orders and returns that name no location
  --default-channel code    for orders that name no channel
  --dry-run                 check everything, write nothing
  --json                    the account as one JSON object a file

Files may be CSV with comma, semicolon, tab or bar, UTF-8, UTF-16 or Windows-1252, plain or gzip, of any size.
Rejected rows are listed with their reason in <file>.rejects.csv.
Exit status: 0 nothing was lost, 1 rows were rejected and listed, 2 a file could not be read.`;

/** Brings files in and prints their account: read = accepted + unchanged + rejected. */
export async function run(args: string[]): Promise<number> {
  if (args.length === 0 || args.includes("--help")) {
    console.log(usage);
    return args.length === 0 ? 2 : 0;
  }
  return await runImportCommand(args);
}
