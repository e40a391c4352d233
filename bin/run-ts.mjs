// Runs a TypeScript file of this repository: `node bin/run-ts.mjs <file> [arguments]`. Paths are taken from the root.
import { resolve } from "node:path";
import { importTypeScript, root } from "./setup/typescript.mjs";

const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error("usage: node bin/run-ts.mjs <file> [arguments]");
process.argv = [process.execPath, resolve(root, file), ...args];
await importTypeScript(file);
