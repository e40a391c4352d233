import type { TestProject } from "vitest/node";
import { closeTestRun, openTestRun } from "./test-run";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of this run's throwaway database server; the first test that needs a database starts it. */
    testRunFolder: string;
  }
}

/** Gives the run a folder and clears it afterwards. Costs nothing when no test asks for a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await openTestRun("vitest");
  project.provide("testRunFolder", folder);
  return () => closeTestRun(folder);
}
