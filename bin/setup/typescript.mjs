import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The checkout's root folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Imports a TypeScript file of this repository, its path taken from the root. */
export async function importTypeScript(file) {
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: resolve(root, "tsconfig.json") });
  return import(pathToFileURL(resolve(root, file)).href);
}
