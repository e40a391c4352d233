import { join } from "node:path";
import { anybodyKnown, sampleSignIns } from "./sample";

/** Prints where Plimsoll is and how to sign in. */
export async function printWelcome(of: {
  address: string;
  dataDir: string;
  ownerUrl: string;
  servesPages: boolean;
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
      "Nobody can sign in yet: make the first person with `npx plimsoll user add you@example.com --role admin`.",
    );
  }
  lines.push("", `Data: ${of.dataDir}   Logs: ${join(of.dataDir, "logs")}   Stop: Ctrl-C`);
  console.log(`\n${lines.join("\n")}\n`);
}
