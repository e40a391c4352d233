import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { type BenchResult, meetsBudget } from "./result";
import { openWorkspace, type Workspace, type WorkspaceSize } from "./support/open-workspace";

type Suite = (workspace: Workspace) => AsyncIterable<BenchResult>;

/** Every suite by the name it is called with. They run in this order and may rely on nothing of one another. */
const suites: Record<string, () => Promise<{ run: Suite }>> = {
  forecast: () => import("./decisions/forecast"),
  transfers: () => import("./decisions/transfers"),
  ads: () => import("./decisions/ads"),
  "forecast-r": () => import("./decisions/forecast-r"),
  surge: () => import("./decisions/surge"),
  plan: () => import("./suites/plan"),
  import: () => import("./suites/import"),
  refresh: () => import("./suites/refresh"),
  services: () => import("./suites/services"),
  impact: () => import("./suites/impact"),
  backtest: () => import("./suites/backtest"),
  web: () => import("./suites/web"),
  live: () => import("./suites/live"),
  soak: () => import("./suites/soak"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: "string", default: "M" }, json: { type: "boolean", default: false } },
});
// The soak takes ten minutes, R as long: they are asked for by their names.
const byName = new Set(["soak", "forecast-r"]);
const wanted = positionals.length > 0 ? positionals : Object.keys(suites).filter((name) => !byName.has(name));
const unknown = wanted.filter((name) => !suites[name]);
if (unknown.length > 0 || !["S", "M", "L"].includes(values.size)) {
  console.error(
    `Suites: ${Object.keys(suites).join(", ")}. Sizes: S, M, L. Not known: ${unknown.join(", ") || values.size}`,
  );
  process.exit(2);
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
if (!values.json) console.log(`Size ${values.size} on ${machine}\n`);

const workspace = await openWorkspace(values.size as WorkspaceSize, (line) => console.error(line));
try {
  for (const name of wanted) {
    const suite = await suites[name]?.();
    if (suite) for await (const result of suite.run(workspace)) print(result);
  }
} finally {
  await workspace.close();
}

function print(result: BenchResult): void {
  const met = meetsBudget(result);
  const value = Number(result.value.toPrecision(3));
  if (values.json) {
    console.log(
      JSON.stringify({
        name: result.name,
        value,
        unit: result.unit,
        budget: result.budget,
        met,
        against: result.against,
      }),
    );
    return;
  }
  const mark = met === null ? "   " : met ? "met" : "MISSED";
  const cells = [
    result.name.padEnd(52),
    `${value} ${result.unit}`.padStart(20),
    (result.budget ?? "").padStart(10),
    mark.padStart(7),
  ];
  console.log(`${cells.join("  ")}${result.against ? `  (${result.against})` : ""}`);
}
