import { connect } from "@/db/client";
import { migrate } from "@/db/migrate";
import { makeWorkspace } from "./make-workspace";

/** `node bin/run-ts.mjs bench/workspace/make.ts <S|M|L>`: fills the empty database that DATABASE_URL names. */
const [size = "M"] = process.argv.slice(2);
const url = process.env.DATABASE_URL;
if (!url || (size !== "S" && size !== "M" && size !== "L")) {
  console.error("Usage: DATABASE_URL=postgres://… node bin/run-ts.mjs bench/workspace/make.ts <S|M|L>");
  process.exit(2);
}
await migrate(url);
const owner = connect(url, { max: 2, role: "owner", name: "plimsoll-bench" });
await makeWorkspace(owner, size, (line) => console.log(line));
await owner.end();
