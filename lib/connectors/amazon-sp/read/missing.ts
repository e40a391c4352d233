import { VendorError } from "../../live-contract";

/** Null for what Amazon does not have; every other failure goes on. */
export async function unlessMissing<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof VendorError && (error.code === "NotFound" || error.code === "http_404")) return null;
    throw error;
  }
}
