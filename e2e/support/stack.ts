import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A running Plimsoll of the journeys' own, with the sample company in it. */
export interface Stack {
  /** Such as http://localhost:41234. */
  address: string;
  dataDir: string;
  /** Address of its database for the owner, for set-up that no page offers. */
  ownerUrl: string;
  /** Where the sandbox of vendors listens. */
  sandboxPort: number;
}

/** How somebody signs in to the sample company. */
export interface SignIn {
  email: string;
  password: string;
  role: string;
}

/** The stack that the global set-up started for this run. */
export function stack(): Stack {
  const text = process.env.PLIMSOLL_JOURNEYS_STACK;
  if (!text)
    throw new Error(
      "The journeys run with npm test or npx playwright test, which start a Plimsoll of their own.",
    );
  return JSON.parse(text) as Stack;
}

/** The sample company's sign-in of a role. */
export function signInOf(role: string): SignIn {
  const all = JSON.parse(readFileSync(join(stack().dataDir, "sample-sign-ins.json"), "utf8")) as SignIn[];
  const found = all.find((one) => one.role === role);
  if (!found) throw new Error(`The sample company has nobody with the role ${role}.`);
  return found;
}
