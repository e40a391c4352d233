import { join } from "node:path";
import { setUpCode } from "@/lib/services/people/set-up-code";
import { anybodyKnown, sampleSignIns } from "./sample";

/** Prints where Plimsoll is and how to sign in, or how to make the first admin while there is no person. */
export async function printWelcome(of: {
  address: string;
  dataDir: string;
  ownerUrl: string;
  servesPages: boolean;
  /** The installation's secret, which the set-up code follows from. */
  secret: string;
}): Promise<void> {
  const lines = of.servesPages ? [`Plimsoll runs at ${of.address}`] : ["The worker of Plimsoll runs."];
  const signIns = sampleSignIns(of.dataDir);
  if (of.servesPages && signIns.length > 0) {
    const width = Math.max(...signIns.map(({ email }) => email.length));
    lines.push("", "Sign in to the sample company (simulated data) with");
    for (const { email, password, role } of signIns)
      lines.push(`  ${email.padEnd(width)}  ${password}  ${role}`);
  } else if (of.servesPages && !(await anybodyKnown(of.ownerUrl))) {
    lines.push(
      "",
      "Nobody can sign in yet: open that address and make the first admin with the set-up code",
      `  ${setUpCode(of.secret)}`,
      "It is asked for so that nobody else on the network can be first.",
    );
  }
  lines.push("", `Data: ${of.dataDir}   Logs: ${join(of.dataDir, "logs")}   Stop: Ctrl-C`);
  console.log(`\n${lines.join("\n")}\n`);
}
