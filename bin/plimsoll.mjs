#!/usr/bin/env node
// The command `plimsoll`: checks Node in syntax that old versions read, then hands over to plimsoll.ts.
import { nodeTooOld } from "./setup/node-version.mjs";

const complaint = nodeTooOld(process.version);
if (complaint) {
  console.error(complaint);
  process.exit(2);
}
import("./setup/typescript.mjs").then(({ importTypeScript }) => importTypeScript("bin/plimsoll.ts"));
