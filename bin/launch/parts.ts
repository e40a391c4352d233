import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths";
import { nextCommand } from "./build";
import type { PartDefinition } from "./part";

const typeScript = (file: string) => [join(root, "bin/run-ts.mjs"), file];

/** The web server on its port. */
export function webPart(env: NodeJS.ProcessEnv, port: number): PartDefinition {
  return {
    title: "web server",
    logName: "web",
    args: [nextCommand, "start", "-p", String(port)],
    env,
    essential: true,
  };
}

/** The worker that carries jobs out. */
export function workerPart(env: NodeJS.ProcessEnv): PartDefinition {
  return { title: "worker", logName: "worker", args: typeScript("bin/worker.ts"), env, essential: true };
}

/** The servers that play warehouse, shops and ad platforms for the sample company; null when this checkout has none. */
export function sandboxPart(env: NodeJS.ProcessEnv): PartDefinition | null {
  if (!existsSync(join(root, "bin/sandbox.ts"))) return null;
  return {
    title: "sandbox of the sample company",
    logName: "sandbox",
    args: typeScript("bin/sandbox.ts"),
    env,
    essential: false,
  };
}
