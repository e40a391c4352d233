import { resolve } from "node:path";

/** The checkout's root folder. */
export const root = resolve(import.meta.dirname, "..");

/** The data folder: PLIMSOLL_DATA_DIR taken from the current folder, else `.data` in the checkout. */
export function dataDir(): string {
  const chosen = process.env.PLIMSOLL_DATA_DIR;
  return chosen ? resolve(chosen) : resolve(root, ".data");
}
