import { randomBytes } from "node:crypto";
import { createDatabaseFromTemplate } from "@/db/testing/template-database";
import { closeTestRun, openTestRun } from "@/db/testing/test-run";
import { knownConnectors } from "@/lib/connectors/live-registry";
import { conformanceCases, fullSize, smallSize } from "@/lib/connectors/testing/conformance";
import { conformanceSubjects } from "@/lib/connectors/testing/subjects";
import { testSealingSecret } from "@/lib/ingest/sync/testing/live-company";
import { killedCases } from "./checks/killed-worker";

/**
 * Puts every connector through the conformance suite against the server that answers as its vendor does, every fault
 * switched on in turn, and kills the worker at moments of chance: `npm run conformance -- [vendor …] [--small] [--killed]`
 * (--killed: nothing but the kills). Ends with `N passed, N failed`, and with status 1 when
 * one failed.
 */
process.env.PLIMSOLL_SECRET = testSealingSecret;
const given = process.argv.slice(2);
const size = given.includes("--small") ? smallSize : fullSize;
const kills = given.includes("--small") ? { kills: 2, happened: 20 } : { kills: 6, happened: 60 };
const onlyKills = given.includes("--killed");
const wanted = given.filter((word) => !word.startsWith("-"));
const subjects = conformanceSubjects.filter(
  ({ connector }) => wanted.length === 0 || wanted.includes(connector.vendor),
);
const known = conformanceSubjects.map(({ connector }) => connector.vendor);
const unknown = wanted.filter((vendor) => !known.includes(vendor));
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function runAll(folder: string): Promise<number> {
  const open = () => createDatabaseFromTemplate(folder, `conformance_${randomBytes(6).toString("hex")}`);
  let passed = 0;
  let failed = 0;
  for (const subject of subjects) {
    say(subject.connector.name);
    // Only what is registered is read by the worker itself.
    const isLive = knownConnectors().some(({ vendor }) => vendor === subject.connector.vendor);
    const cases = [
      ...(onlyKills ? [] : conformanceCases(subject, open, size)),
      ...(isLive ? killedCases(subject, open, kills) : []),
    ];
    for (const { name, run } of cases) {
      const begun = performance.now();
      try {
        await run();
        passed++;
        say(`  passed  ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed++;
        const text = error instanceof Error ? error.message : String(error);
        say(`  failed  ${name}\n${text.replace(/^/gm, "          ")}`);
      }
    }
  }
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

if (unknown.length > 0) {
  say(`There is no connector for ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  process.exitCode = 2;
} else {
  const folder = await openTestRun("conformance");
  try {
    process.exitCode = await runAll(folder);
  } finally {
    await closeTestRun(folder);
  }
}
