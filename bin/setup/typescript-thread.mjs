// A thread that calls one exported function of a TypeScript file with what it is handed, and posts what it returns.
import { parentPort, workerData } from "node:worker_threads";
import { importTypeScript } from "./typescript.mjs";

const { file, name, input } = workerData;
const module = await importTypeScript(file);
parentPort?.postMessage(await module[name](input));
