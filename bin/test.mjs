// `npm test`. The Node check comes first, in syntax that old versions read; the rest is loaded after it.
import { nodeTooOld } from "./setup/node-version.mjs";

async function test() {
  const { ensureInstalled } = await import("./setup/install.mjs");
  await ensureInstalled();
  const { importTypeScript } = await import("./setup/typescript.mjs");
  const { runChecks } = await importTypeScript("bin/checks/run-checks.ts");
  process.exitCode = await runChecks();
}

const complaint = nodeTooOld(process.version);
if (complaint) {
  console.error(complaint);
  process.exitCode = 1;
} else {
  test().catch((error) => {
    console.error(error.sentence || error);
    console.log("0 passed, 1 failed");
    process.exitCode = 1;
  });
}
