// Runs a TypeScript file of this repository: `node bin/run-ts.mjs <file> [arguments]`. Paths are taken from the root.
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { register } from "tsx/esm/api";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error("usage: node bin/run-ts.mjs <file> [arguments]");
register({ tsconfig: resolve(root, "tsconfig.json") });
const path = resolve(root, file);
process.argv = [process.execPath, path, ...args];
await import(pathToFileURL(path).href);
