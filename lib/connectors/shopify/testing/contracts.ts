import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";

/** The folder with what vendors publish: PLIMSOLL_CONTRACTS, or ../shared/contracts beside this checkout. Null: neither is there. */
export function shopifyContracts(): string | null {
  const folder = process.env.PLIMSOLL_CONTRACTS ?? resolve("..", "shared", "contracts");
  const own = join(folder, "shopify-admin");
  return existsSync(own) ? own : null;
}

/** Shopify's own schema of a version, from its introspection. */
export function schemaOf(folder: string, version: string): GraphQLSchema {
  const text = gunzipSync(readFileSync(join(folder, `admin_${version}.json.gz`))).toString("utf8");
  const { data } = JSON.parse(text) as { data: IntrospectionQuery };
  return buildClientSchema(data);
}
