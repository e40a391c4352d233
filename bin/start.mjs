// `npm start`. The Node check comes first, in syntax that old versions read; the rest is loaded after it.
import { nodeTooOld } from "./setup/node-version.mjs";

async function start() {
  const { ensureInstalled } = await import("./setup/install.mjs");
  await ensureInstalled();
  const { importTypeScript } = await import("./setup/typescript.mjs");
  const { launch } = await importTypeScript("bin/launch/launch.ts");
  process.exitCode = await launch();
}

const complaint = nodeTooOld(process.version);
if (complaint) {
  console.error(complaint);
  process.exitCode = 1;
} else {
  start().catch((error) => {
    console.error(error.sentence || error);
    process.exitCode = 1;
  });
}
