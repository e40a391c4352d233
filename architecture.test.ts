import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

/**
 * The directions in which code may import, so that data goes one way (see ARCHITECTURE.md). A layer not named here
 * (bin, bench, e2e, sandbox, helpers of tests) may import anything; nothing but tests may import those helpers.
 */
const mayImport: Record<string, string[]> = {
  core: ["core"],
  db: ["core", "db", "queries"],
  queries: ["core", "db", "queries", "compute"],
  connectors: ["core", "connectors"],
  compute: ["core", "compute"],
  decisions: ["core", "compute", "decisions"],
  metrics: ["core", "db", "queries", "compute", "metrics"],
  ingest: ["core", "db", "queries", "connectors", "compute", "metrics", "ingest"],
  services: ["core", "db", "queries", "compute", "metrics", "decisions", "ingest", "services"],
  executors: ["core", "db", "queries", "connectors", "compute", "ingest", "services", "executors"],
  jobs: [
    "core",
    "db",
    "queries",
    "connectors",
    "compute",
    "metrics",
    "decisions",
    "ingest",
    "services",
    "executors",
    "jobs",
  ],
  i18n: ["core", "i18n", "messages"],
  components: ["core", "i18n", "components"],
  app: ["core", "pool", "queries", "compute", "services", "i18n", "components", "app"],
};

/** A page or component may know the shape of what it is handed: importing only types is free there. */
const typesAreFree = new Set(["app", "components"]);

const folders = ["app", "bench", "bin", "components", "db", "e2e", "i18n", "lib", "sandbox"];
const root = import.meta.dirname;

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function layerOf(path: string): string | null {
  if (/(^|\/)testing\//.test(path)) return "testing";
  if (/^lib\/metrics\//.test(path)) return /\/(run|store)[^/]*\.ts$/.test(path) ? "metrics" : "compute";
  const lib = /^lib\/([^/]+)\//.exec(path)?.[1];
  if (lib) return lib;
  if (path.startsWith("db/queries/")) return "queries";
  return path.split("/")[0] ?? null;
}

/** db/client.ts is open to pages, which hand its pool to queries and services and ask nothing themselves. */
const allowed = (layer: string, to: string): boolean =>
  mayImport[layer]?.includes(to === "db/client.ts" && layer === "app" ? "pool" : (layerOf(to) ?? "")) ?? true;

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name) ? [relative(root, path)] : [];
  });
}

/** The file of ours that an import names, null for packages and style sheets. */
function resolveImport(from: string, name: string): string | null {
  if (!name.startsWith("@/") && !name.startsWith(".")) return null;
  const base = name.startsWith("@/") ? name.slice(2) : join(dirname(from), name);
  const candidates = ["", ".ts", ".tsx", "/index.ts", "/index.tsx"].map((ending) => base + ending);
  return (
    candidates.find((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile()) ?? null
  );
}

const statement = /^\s*(import|export)\s+(type\s+)?([^"';]*?from\s+)?["']([^"']+)["']/gm;
const dynamic = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

function importsOf(from: string): Import[] {
  const text = readFileSync(join(root, from), "utf8");
  const found: Import[] = [];
  const add = (name: string | undefined, typeOnly: boolean) => {
    const to = name === undefined ? null : resolveImport(from, name);
    if (to && /\.tsx?$/.test(to)) found.push({ from, to, typeOnly });
  };
  for (const [, , type, clause, name] of text.matchAll(statement)) {
    const names = /\{([^}]*)\}\s*from\s*$/.exec(clause ?? "")?.[1];
    const onlyTypes =
      names !== undefined &&
      /^\s*\{/.test(clause ?? "") &&
      names.split(",").every((one) => /^\s*(type\s|$)/.test(one));
    add(name, type !== undefined || onlyTypes);
  }
  for (const [, name] of text.matchAll(dynamic)) add(name, false);
  return found;
}

const files = folders
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => sourceFiles(join(root, folder)));
const imports = files.flatMap(importsOf);

/** Fails with the whole list: a shortened one helps nobody. */
function failWith(found: string[]): void {
  if (found.length > 0) throw new Error(found.join("\n"));
}

test("the scanner sees the imports that there are", () => {
  expect(files.length).toBeGreaterThan(50);
  const seen = imports.map(({ from, to, typeOnly }) => `${from} ${typeOnly ? "type" : "value"} ${to}`);
  expect(seen.includes("db/migrate.ts value lib/core/ids.ts")).toBe(true);
  expect(seen.includes("bin/launch/parts.ts type bin/launch/part.ts")).toBe(true);
});

test("imports go only in the allowed directions", () => {
  const wrong = imports.filter(({ from, to, typeOnly }) => {
    const layer = layerOf(from) ?? "";
    return !(typeOnly && typesAreFree.has(layer)) && !allowed(layer, to);
  });
  failWith(wrong.map(({ from, to }) => `${from} imports ${to}`));
});

test("no file imports itself by a detour", () => {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file].join(" → "));
    if (at >= 0 || done.has(file)) return;
    for (const one of next.get(file) ?? []) visit(one, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  failWith(circles);
});

test("pages ask the database nothing themselves", () => {
  const asking = files.filter(
    (file) =>
      file.startsWith("app/") &&
      /\b(db|sql|tx|getDb\(\))(<[^`;]*>)?`/.test(readFileSync(join(root, file), "utf8")),
  );
  failWith(asking);
});

test("what computes reads no clock, no database and no React", () => {
  const pure = files.filter((file) => ["compute", "decisions"].includes(layerOf(file) ?? ""));
  const impure = pure.filter((file) =>
    /\bDate\.now\(|new Date\(\)|systemClock|Math\.random|from "(react|postgres|pg|next)/.test(
      readFileSync(join(root, file), "utf8"),
    ),
  );
  failWith(impure);
});
