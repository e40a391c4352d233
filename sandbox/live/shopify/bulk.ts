import { execute, type FieldNode, Kind, parse, type SelectionSetNode, validate } from "graphql";
import { shopSchema } from "./schema";
import type { BulkJob, Shop } from "./shop";
import { gid } from "./state";

const RUNNING_MAX = 5;

export interface UserError {
  field: string[] | null;
  message: string;
  code: string | null;
}

/** Starts to read everything that a query names; what it cannot be is said at once. */
export function startBulk(
  shop: Shop,
  query: string,
  grouped: boolean,
): { job: BulkJob | null; errors: UserError[] } {
  const refuse = (message: string, code = "INVALID") => ({
    job: null,
    errors: [{ field: ["query"], message, code }],
  });
  const running = [...shop.bulk.values()].filter((job) =>
    ["CREATED", "RUNNING"].includes(bulkStatus(shop, job)),
  );
  if (running.length >= RUNNING_MAX)
    return refuse(
      "A bulk query operation for this app and shop is already in progress.",
      "OPERATION_IN_PROGRESS",
    );
  let problem: string | null;
  try {
    problem = problemOf(query);
  } catch (error) {
    problem = error instanceof Error ? error.message : "Invalid bulk query";
  }
  if (problem) return refuse(problem);
  const job: BulkJob = {
    id: shop.nextId(),
    query,
    grouped,
    createdAt: shop.now(),
    canceledAt: null,
    content: null,
    objects: 0,
    roots: 0,
    failed: null,
  };
  shop.bulk.set(job.id, job);
  return { job, errors: [] };
}

function problemOf(query: string): string | null {
  const document = parse(query);
  const [invalid] = validate(shopSchema, document);
  if (invalid) return invalid.message;
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.operation !== "query")
    return "Only queries can run in bulk.";
  const found = connectionsIn(operation.selectionSet, "QueryRoot", false, 0);
  if (found.insideList)
    return "Queries that contain a connection field within a list field are not currently supported.";
  if (found.count === 0) return "Bulk queries must contain at least one connection.";
  if (found.count > 5) return "Bulk queries cannot contain more than 5 connections.";
  if (found.depth > 2) return "Bulk queries cannot contain connections with a nesting depth greater than 2.";
  return null;
}

function connectionsIn(
  selection: SelectionSetNode,
  parent: string,
  inList: boolean,
  depth: number,
): { count: number; depth: number; insideList: boolean } {
  const sum = { count: 0, depth, insideList: false };
  for (const one of selection.selections) {
    if (one.kind !== Kind.FIELD || !one.selectionSet) continue;
    const type = fieldType(parent, one);
    if (!type) continue;
    const isConnection = type.name.endsWith("Connection");
    if (isConnection) sum.count++;
    if (isConnection && inList) sum.insideList = true;
    const listBelow =
      inList || (type.isList && !isConnection && !["edges", "nodes"].includes(one.name.value));
    const inner = connectionsIn(one.selectionSet, type.name, listBelow, depth + (isConnection ? 1 : 0));
    sum.count += inner.count;
    sum.depth = Math.max(sum.depth, inner.depth);
    sum.insideList ||= inner.insideList;
  }
  return sum;
}

function fieldType(parent: string, field: FieldNode): { name: string; isList: boolean } | null {
  const type = shopSchema.getType(parent);
  if (!type || !("getFields" in type)) return null;
  const found = type.getFields()[field.name.value];
  if (!found) return null;
  const text = String(found.type);
  return { name: text.replaceAll(/[[\]!]/g, ""), isList: text.includes("[") };
}

/** Where an operation stands by the shop's clock. */
export function bulkStatus(
  shop: Shop,
  job: BulkJob,
): "CREATED" | "RUNNING" | "COMPLETED" | "CANCELED" | "FAILED" {
  if (job.canceledAt !== null) return "CANCELED";
  if (job.failed) return "FAILED";
  const lasts = (shop.options.bulkSeconds ?? 2) * 1000;
  const since = shop.now() - job.createdAt;
  return since >= lasts ? "COMPLETED" : since < lasts / 10 ? "CREATED" : "RUNNING";
}

/** The rows of a finished operation, one JSON object a line; made when first asked for. */
export function bulkContent(shop: Shop, job: BulkJob): string {
  if (job.content !== null) return job.content;
  const result = execute({ schema: shopSchema, document: parse(job.query), rootValue: shop.roots() });
  if (result instanceof Promise) throw new TypeError("bulk queries are answered at once");
  const parents: string[] = [];
  const children: string[] = [];
  const write = (node: Record<string, unknown>, parentId: string | null) => {
    const own: Record<string, unknown> = {};
    const below: Record<string, unknown>[] = [];
    for (const [key, value] of Object.entries(node)) {
      const rows = rowsOf(value);
      if (rows) below.push(...rows);
      else own[key] = value;
    }
    if (parentId !== null) own.__parentId = parentId;
    (parentId === null || job.grouped ? parents : children).push(JSON.stringify(own));
    job.objects++;
    if (parentId === null) job.roots++;
    for (const row of below) write(row, String(node.id));
  };
  for (const value of Object.values(result.data ?? {}))
    for (const node of rowsOf(value) ?? []) write(node, null);
  job.content = [...parents, ...children].map((line) => `${line}\n`).join("");
  return job.content;
}

function rowsOf(value: unknown): Record<string, unknown>[] | null {
  if (typeof value !== "object" || value === null) return null;
  if ("edges" in value && Array.isArray(value.edges)) return value.edges.map(({ node }) => node);
  if ("nodes" in value && Array.isArray(value.nodes)) return value.nodes;
  return null;
}

export function bulkView(shop: Shop, job: BulkJob) {
  const status = bulkStatus(shop, job);
  const content = status === "COMPLETED" ? bulkContent(shop, job) : null;
  const finished = ["COMPLETED", "CANCELED", "FAILED"].includes(status);
  return {
    __typename: "BulkOperation",
    id: gid("BulkOperation", job.id),
    status,
    errorCode: job.failed,
    createdAt: new Date(job.createdAt).toISOString(),
    completedAt: finished ? new Date(shop.now()).toISOString() : null,
    objectCount: String(job.objects),
    rootObjectCount: String(job.roots),
    fileSize: content === null ? null : String(Buffer.byteLength(content)),
    url: content ? `${shop.origin()}/bulk/${job.id}.jsonl?signature=${job.id}` : null,
    partialDataUrl: null,
    query: job.query,
    type: "QUERY",
  };
}
