import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Where the vendors' own models lie; they are no part of this repository. */
export const contractsFolder = join(process.env.PLIMSOLL_CONTRACTS ?? "../shared/contracts", "sp-api");
export const contractsMissing = !existsSync(contractsFolder);

const parameter = z.object({
  name: z.string(),
  in: z.enum(["query", "path", "header", "body"]),
  required: z.boolean().default(false),
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  maxItems: z.number().optional(),
  maximum: z.number().optional(),
  items: z.object({ enum: z.array(z.string()).optional() }).optional(),
});
export type Parameter = z.output<typeof parameter>;

const staticCase = z.object({
  request: z.object({ parameters: z.record(z.string(), z.object({ value: z.unknown() }).partial()) }),
  response: z.unknown(),
});
export type StaticCase = z.output<typeof staticCase>;

const operation = z.object({
  operationId: z.string(),
  description: z.string().default(""),
  parameters: z.array(z.unknown()).default([]),
  responses: z.record(
    z.string(),
    z.object({
      "x-amzn-api-sandbox": z
        .object({ static: z.array(staticCase).default([]) })
        .partial()
        .optional(),
    }),
  ),
});

const model = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  parameters: z.record(z.string(), z.unknown()).default({}),
});

export interface ModelOperation {
  file: string;
  id: string;
  method: string;
  path: string;
  description: string;
  parameters: Parameter[];
  cases: { status: number; given: StaticCase }[];
}

/** Every operation of one of Amazon's models, with its parameters and its static cases. */
export function operationsOf(file: string): ModelOperation[] {
  const { paths, parameters: shared } = model.parse(
    JSON.parse(readFileSync(join(contractsFolder, file), "utf8")),
  );
  const resolve = (raw: unknown): Parameter[] => {
    const ref = z.object({ $ref: z.string() }).safeParse(raw);
    const parsed = parameter.safeParse(ref.success ? shared[ref.data.$ref.split("/").at(-1) ?? ""] : raw);
    return parsed.success ? [parsed.data] : [];
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, raw]) => {
      const parsed = operation.safeParse(raw);
      if (!parsed.success) return [];
      const { operationId, description, parameters, responses } = parsed.data;
      const own = Array.isArray(methods.parameters) ? methods.parameters : [];
      return [
        {
          file,
          id: operationId,
          method: method.toUpperCase(),
          path,
          description,
          parameters: [...own, ...parameters].flatMap(resolve),
          cases: Object.entries(responses).flatMap(([status, response]) =>
            (response["x-amzn-api-sandbox"]?.static ?? []).map((given) => ({
              status: Number(status),
              given,
            })),
          ),
        },
      ];
    }),
  );
}
