import { type CheckResult, refusedCheck, type Session, VendorError } from "../live-contract";
import { call, read } from "./client";
import { index } from "./wire-types";

/** Tries address, keys, reading and writing, in this order, so that the first thing that is wrong is the one named. */
export async function check(session: Session): Promise<CheckResult> {
  let account: string | null = null;
  try {
    const { content } = await call(session, { method: "GET", path: "/" });
    const shop = read(index, content, "index");
    account = shop.name ?? null;
    if (!shop.namespaces.includes("wc/v3"))
      return {
        ...refusedCheck,
        account,
        problem: "wrong_address",
        detail: "There is no WooCommerce REST API (wc/v3).",
      };
    for (const path of ["/wc/v3/orders", "/wc/v3/products", "/wc/v3/webhooks"])
      await call(session, { method: "GET", path, query: { per_page: "1" } });
    const writes = await mayWrite(session);
    return writes
      ? { ok: true, account, scopes: ["read", "write"], missingScopes: [], problem: null, detail: null }
      : { ...refusedCheck, account, scopes: ["read"], missingScopes: ["write"], problem: "missing_scopes" };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { ...refusedCheck, account, problem: problemOf(error), detail: detailOf(error) };
  }
}

/** A change of a product that there is none of: refused for the key it is one that only reads. */
async function mayWrite(session: Session): Promise<boolean> {
  try {
    await call(session, { method: "PUT", path: "/wc/v3/products/0", body: {} });
    return true;
  } catch (error) {
    if (error instanceof VendorError && error.failure === "refused") return true;
    // The keys were good for reading, so it is the writing that is refused; the sentence is in the shop's language.
    if (error instanceof VendorError && ["unauthorised", "forbidden"].includes(error.failure)) return false;
    throw error;
  }
}

/** The shop speaks of keys that it knows or not; of nobody at all where its web server kept them from it. */
const detailOf = ({ failure, code, message }: VendorError): string =>
  failure === "unauthorised" && code === "woocommerce_rest_cannot_view"
    ? "The keys did not arrive: the shop's web server seems to drop the Authorization header. Its host can let it through."
    : message.slice(0, 300);

function problemOf({ failure, code }: VendorError): string {
  if (code === "wrong_address" || code === "no_woocommerce" || failure === "unexpected")
    return "wrong_address";
  if (code === "no_json") return "wrong_address";
  if (failure === "unauthorised") return "wrong_credentials";
  if (failure === "forbidden") return "missing_scopes";
  return failure === "refused" ? "refused" : "unreachable";
}
