import { z } from "zod";
import type { Endpoint } from "./endpoint";

type Json = Record<string, unknown>;

/** Schemas carry notes for our own screens, which are no business of an API's reader. */
const withoutOwnNotes = ({ jsonSchema }: { jsonSchema: Json }) => {
  delete jsonSchema["x-field"];
};

const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const {
    $schema: _,
    "~standard": __,
    ...rest
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: withoutOwnNotes,
  }) as Json;
  return rest;
};

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: "What happened, what it means, what to do" }),
  code: z.string(),
  errors: z
    .array(z.object({ field: z.string(), detail: z.string() }))
    .optional()
    .meta({ description: "What is wrong, by field" }),
  details: z.unknown().optional(),
  logId: z
    .string()
    .optional()
    .meta({ description: "Of failures that nobody foresaw: finds them in the log" }),
});

/** The OpenAPI 3.1 description of the endpoints, made of the very schemas that check the requests. */
export function openApiDocument(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {};
  for (const definition of endpoints)
    paths[definition.path] = { ...paths[definition.path], [definition.method]: operation(definition) };
  return {
    openapi: "3.1.0",
    info: {
      title: "Plimsoll",
      version: "1",
      description:
        "Stock, orders, ads and decisions of one company. Times are UTC, money is in minor units with its currency, unknown is null.",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A token made under Settings" },
      },
      schemas: { Problem: schemaOf(problemSchema, "output") },
      responses: {
        Problem: {
          description: "What went wrong (RFC 9457)",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  };
}

function operation(definition: Endpoint): Json {
  const parameters = [
    ...parametersOf(definition.params, "path"),
    ...parametersOf(definition.query, "query"),
    ...(definition.method === "post" ? [idempotencyKey] : []),
  ];
  return {
    operationId: definition.id,
    summary: definition.summary,
    description: `Roles: ${definition.roles.join(", ")}.`,
    ...(parameters.length > 0 && { parameters }),
    ...(definition.body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: schemaOf(definition.body, "input") } },
      },
    }),
    responses: {
      200: {
        description: "Done",
        content: { "application/json": { schema: schemaOf(definition.answer, "output") } },
      },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same key within a day gives the first answer again instead of doing it twice",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}
