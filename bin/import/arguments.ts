import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Invalid } from "@/lib/core/errors";
import { CREATABLE, type Mapping, type MappingInput, parseMapping } from "@/lib/ingest/mapping/mapping";
import { isKind, KINDS, type Kind } from "@/lib/ingest/schemas/index";

export interface ImportArguments {
  kind: Kind;
  files: string[];
  source: string;
  /** null: the columns are guessed from each file. */
  mapping: MappingInput | null;
  dryRun: boolean;
  json: boolean;
  createMissing: Mapping["options"]["createMissing"];
  defaultLocation?: string;
  defaultChannel?: string;
}

/** Reads the command's arguments. Throws Invalid with one sentence. */
export function importArguments(args: string[]): ImportArguments {
  const { values, positionals } = parsed(withChosen(args));
  const [kind, ...files] = positionals;
  if (kind === undefined || !isKind(kind))
    throw new Invalid(`The first word says what the file holds: ${KINDS.join(", ")}.`, { say: null });
  if (files.length === 0) throw new Invalid("Name at least one file to import.", { say: null });
  return {
    kind,
    files,
    source: values.source ?? "file",
    mapping: values.mapping === undefined ? null : readMapping(values.mapping, kind),
    dryRun: values["dry-run"] ?? false,
    json: values.json ?? false,
    createMissing: creatable(values["create-missing"]),
    defaultLocation: values["default-location"],
    defaultChannel: values["default-channel"],
  };
}

/** `--create-missing` may stand alone or name what it means. */
function withChosen(args: string[]): string[] {
  return args.flatMap((arg, index) => {
    if (arg !== "--create-missing") return [arg];
    const next = args[index + 1] ?? "";
    const names =
      next !== "" && next.split(",").every((name) => (CREATABLE as readonly string[]).includes(name));
    return names ? [arg] : [arg, "all"];
  });
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        source: { type: "string" },
        mapping: { type: "string" },
        "dry-run": { type: "boolean" },
        json: { type: "boolean" },
        "create-missing": { type: "string" },
        "default-location": { type: "string" },
        "default-channel": { type: "string" },
      },
    });
  } catch (error) {
    throw new Invalid(error instanceof Error ? error.message : String(error), { say: null });
  }
}

function creatable(text: string | undefined): Mapping["options"]["createMissing"] {
  if (text === undefined) return [];
  if (text === "all") return [...CREATABLE];
  return text.split(",").flatMap((name) => CREATABLE.find((known) => known === name) ?? []);
}

function readMapping(path: string, kind: Kind): MappingInput {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new Invalid(`The mapping ${path} cannot be read: check the path.`, { say: null });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Invalid(`The mapping ${path} is no JSON: ${error instanceof Error ? error.message : error}.`, {
      say: null,
    });
  }
  const mapping = parseMapping(json);
  if (mapping.kind !== kind)
    throw new Invalid(`The mapping ${path} is for ${mapping.kind}, not for ${kind}.`, { say: null });
  return mapping;
}
