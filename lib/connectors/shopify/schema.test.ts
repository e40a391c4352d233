import { type GraphQLSchema, getOperationAST, getVariableValues, parse, validate } from "graphql";
import { beforeAll, expect, test } from "vitest";
import { operationOf, requestedCost } from "@/sandbox/live/shopify/cost";
import { shopSchema } from "@/sandbox/live/shopify/schema";
import { allDocuments } from "./documents";
import { API_VERSIONS } from "./settings";
import { schemaOf, shopifyContracts } from "./testing/contracts";
import { everyRequest } from "./testing/every-request";

let sent: Awaited<ReturnType<typeof everyRequest>>;
beforeAll(async () => {
  sent = await everyRequest();
}, 180_000);

function problemsIn(schema: GraphQLSchema, query: string, variables: Record<string, unknown>): string[] {
  const document = parse(query);
  const invalid = validate(schema, document).map(({ message }) => message);
  const operation = getOperationAST(document);
  const values = getVariableValues(schema, operation?.variableDefinitions ?? [], variables);
  return [...invalid, ...(values.errors ?? []).map(({ message }) => message)];
}

test("every document is used, and nothing else is sent", () => {
  const used = new Set(sent.map(({ operationName }) => operationName));
  expect([...used].sort()).toEqual(allDocuments.map(({ name }) => name).sort());
});

const folder = shopifyContracts();
for (const version of API_VERSIONS)
  test.skipIf(folder === null)(`documents and their variables fit Shopify's schema of ${version}`, () => {
    if (folder === null) return;
    const schema = schemaOf(folder, version);
    for (const { query, variables, operationName } of sent) {
      expect({ operationName, problems: problemsIn(schema, query, variables) }).toEqual({
        operationName,
        problems: [],
      });
      // What a bulk operation is given is a document as well.
      if (operationName === "StartBulk") expect(problemsIn(schema, String(variables.query), {})).toEqual([]);
    }
  });

test.runIf(folder === null)(
  "Shopify's schema was not there: set PLIMSOLL_CONTRACTS to check against it",
  () => {
    console.warn("Skipped: no folder with vendors' contracts (PLIMSOLL_CONTRACTS or ../shared/contracts).");
  },
);

test("no request costs more than a query may, nor more than is taken for it", () => {
  for (const { query, variables, operationName } of sent) {
    const document = parse(query);
    const operation = operationOf(document, operationName);
    if (!operation) throw new TypeError(`no operation ${operationName}`);
    const taken = allDocuments.find(({ name }) => name === operationName)?.cost ?? 0;
    const cost = requestedCost(shopSchema, document, operation, variables);
    expect({ operationName, cost, fits: cost <= Math.min(1000, taken) }).toEqual({
      operationName,
      cost,
      fits: true,
    });
  }
});
