import {
  type DocumentNode,
  execute,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { actualCost, operationOf, requestedCost } from "./cost";
import { mutationsOf } from "./mutations";
import { allScopes } from "./options";
import { shopSchema } from "./schema";
import type { Shop } from "./shop";
import type { Points } from "./throttle";

const COST_MAX = 1000;

export interface GraphqlAnswer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
  /** Name of the operation's first field, and whether it was put off. */
  operation: string;
  throttled: boolean;
}

/** Which scope a root field needs, where one is asked for. */
const scopeOf: Record<string, string> = {
  order: "read_orders",
  orders: "read_orders",
  product: "read_products",
  products: "read_products",
  productVariants: "read_products",
  productVariant: "read_products",
  inventoryItems: "read_inventory",
  inventoryLevel: "read_inventory",
  location: "read_locations",
  locations: "read_locations",
  inventoryTransfers: "read_inventory_transfers",
  inventorySetQuantities: "write_inventory",
  inventoryTransferCreateAsReadyToShip: "write_inventory_transfers",
  inventoryTransferCancel: "write_inventory_transfers",
  inventoryShipmentCreateInTransit: "write_inventory_shipments",
  inventoryShipmentReceive: "write_inventory_shipments_received_items",
};

/** Answers one request in GraphQL, within the points that the app has left. */
export function answerGraphql(shop: Shop, points: Points, text: string): GraphqlAnswer {
  const request = readRequest(text);
  if (!request) return plain(400, { errors: "Bad Request" });
  const { query, operationName, variables } = request;
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return plain(200, { errors: [errorOf(error)] });
  }
  const invalid = validate(shopSchema, document);
  if (invalid.length > 0) return plain(200, { errors: invalid.map(errorOf) });
  const operation = operationOf(document, operationName);
  if (!operation) return plain(200, { errors: [{ message: "No operation named." }] });
  const name = rootField(operation);
  const cost = requestedCost(shopSchema, document, operation, variables);
  if (cost > COST_MAX) return { ...plain(200, tooDear(cost)), operation: name };
  if (shop.faults.throttleNext > 0) {
    shop.faults.throttleNext--;
    return putOff(name, cost, points, shop.faults.throttleNext % 2 === 1);
  }
  if (!points.take(cost)) return putOff(name, cost, points, false);
  const denied = deniedScope(shop, operation);
  if (denied) return { ...plain(200, denied), operation: name };
  const { body, spent } = run(shop, document, operation, operationName, variables);
  const actualQueryCost = Math.min(cost, spent);
  points.giveBack(cost - actualQueryCost);
  const extensions = { cost: { requestedQueryCost: cost, actualQueryCost, throttleStatus: points.status() } };
  return { status: 200, body: { ...body, extensions }, operation: name, throttled: false };
}

function run(
  shop: Shop,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  operationName: string | null,
  variableValues: Record<string, unknown>,
) {
  const isWrite = operation.operation === "mutation";
  const lies = isWrite && shop.faults.lie && rootField(operation).startsWith("inventory");
  const before = lies ? structuredClone(shop.data) : null;
  const { emit } = shop;
  if (lies) shop.emit = () => {};
  try {
    const result = execute({
      schema: shopSchema,
      document,
      operationName,
      variableValues,
      rootValue: isWrite ? mutationsOf(shop) : shop.roots(),
    });
    if (result instanceof Promise) throw new TypeError("all fields are answered at once");
    const body = JSON.parse(
      JSON.stringify({
        data: result.data,
        ...(result.errors ? { errors: result.errors.map(errorOf) } : {}),
      }),
    ) as { data: unknown };
    return { body, spent: actualCost(operation, body.data) };
  } finally {
    shop.emit = emit;
    if (before) shop.data = before;
  }
}

const plain = (status: number, body: unknown): GraphqlAnswer => ({
  status,
  body,
  operation: "",
  throttled: false,
});

/** Over the limit: with 429, or under 200 with an error that says so. */
function putOff(operation: string, cost: number, points: Points, as429: boolean): GraphqlAnswer {
  if (as429)
    return {
      status: 429,
      headers: { "retry-after": "1.0" },
      body: {
        errors: "Exceeded rate limit for api client. Reduce request rates to resume uninterrupted service.",
      },
      operation,
      throttled: true,
    };
  const body = {
    errors: [
      {
        message: "Throttled",
        extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" },
      },
    ],
    extensions: {
      cost: { requestedQueryCost: cost, actualQueryCost: null, throttleStatus: points.status() },
    },
  };
  return { status: 200, body, operation, throttled: true };
}

const tooDear = (cost: number) => ({
  errors: [
    {
      message: `Query cost is ${cost}, which exceeds the single query max cost limit (${COST_MAX}).`,
      extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost: COST_MAX },
    },
  ],
});

function deniedScope(shop: Shop, operation: OperationDefinitionNode): unknown {
  const granted = shop.options.scopes ?? allScopes;
  for (const one of operation.selectionSet.selections) {
    const field = one.kind === Kind.FIELD ? one.name.value : "";
    const scope = scopeOf[field];
    if (!scope || granted.includes(scope) || granted.includes(scope.replace("read_", "write_"))) continue;
    const message = `Access denied for ${field} field. Required access: \`${scope}\` access scope.`;
    return { data: null, errors: [{ message, extensions: { code: "ACCESS_DENIED" }, path: [field] }] };
  }
  return null;
}

function rootField(operation: OperationDefinitionNode): string {
  const [first] = operation.selectionSet.selections.filter((one) => one.kind === Kind.FIELD);
  const named = operation.selectionSet.selections.find(
    (one) =>
      one.kind === Kind.FIELD && one.name.value !== "shop" && one.name.value !== "currentAppInstallation",
  );
  const field = named?.kind === Kind.FIELD ? named : first;
  return field?.name.value ?? "";
}

function errorOf(error: unknown) {
  if (error instanceof GraphQLError) {
    const code = error.extensions.code;
    return {
      message: error.message,
      ...(error.locations ? { locations: error.locations } : {}),
      ...(error.path ? { path: error.path } : {}),
      ...(typeof code === "string" ? { extensions: { code } } : {}),
    };
  }
  return { message: "Internal error", extensions: { code: "INTERNAL_SERVER_ERROR" } };
}

function readRequest(
  text: string,
): { query: string; operationName: string | null; variables: Record<string, unknown> } | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || !("query" in parsed)) return null;
    const { query } = parsed;
    if (typeof query !== "string") return null;
    const operationName =
      "operationName" in parsed && typeof parsed.operationName === "string" ? parsed.operationName : null;
    const variables =
      "variables" in parsed && typeof parsed.variables === "object"
        ? (parsed.variables as Record<string, unknown>)
        : {};
    return { query, operationName, variables: variables ?? {} };
  } catch {
    return null;
  }
}
