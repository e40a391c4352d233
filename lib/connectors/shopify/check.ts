import { z } from "zod";
import { type CheckResult, refusedCheck, type Session, VendorError } from "@/lib/connectors/live-contract";
import { query } from "./client";
import { shopQuery } from "./documents";
import { shopDomain } from "./settings";

/** Without these there is nothing to read. */
const READ_SCOPES = ["read_orders", "read_products", "read_inventory", "read_locations", "read_customers"];
/** Without these some of it cannot be done: history of more than 60 days, setting quantities, moving stock. */
const FURTHER_SCOPES = [
  "read_all_orders",
  "write_inventory",
  "write_inventory_transfers",
  "write_inventory_shipments",
  "write_inventory_shipments_received_items",
];

const shape = z.object({
  shop: z.object({ name: z.string(), myshopifyDomain: z.string() }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

/** Tries the credentials: which shop they open, what is granted, and what is missing. Throws VendorError for an answer that is none. */
export async function check(session: Session): Promise<CheckResult> {
  try {
    const { shop, currentAppInstallation } = await query(session, shopQuery, {}, shape);
    const scopes = currentAppInstallation.accessScopes.map(({ handle }) => handle);
    const granted = (scope: string) =>
      scopes.includes(scope) || scopes.includes(scope.replace("read_", "write_"));
    const missing = READ_SCOPES.filter((scope) => !granted(scope));
    const known = { account: shop.name, scopes };
    const wanted = session.settings.shop ? shopDomain(session.settings.shop) : null;
    if (wanted?.endsWith(".myshopify.com") && wanted !== shop.myshopifyDomain)
      return {
        ...known,
        ok: false,
        missingScopes: missing,
        problem: "wrong_account",
        detail: `These credentials open ${shop.myshopifyDomain}, not ${wanted}.`,
      };
    return {
      ...known,
      ok: missing.length === 0,
      missingScopes: [...missing, ...FURTHER_SCOPES.filter((scope) => !granted(scope))],
      problem: missing.length > 0 ? "missing_scopes" : null,
      detail: null,
    };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const problem = problemOf(error);
    if (problem === null) throw error;
    return {
      ...refusedCheck,
      problem,
      detail: error.message.slice(0, 300),
    };
  }
}

function problemOf({ failure, code }: VendorError): string | null {
  if (code === "no_such_shop") return "wrong_account";
  if (failure === "unauthorised") return "wrong_credentials";
  if (failure === "forbidden") return "missing_scopes";
  if (failure === "transient") return "unreachable";
  return null;
}
