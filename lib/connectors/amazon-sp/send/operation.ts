import { type Session, VendorError } from "../../live-contract";
import { callApi } from "../client";
import { operationStatus } from "../wire-types/inbound";

/** Seconds before each look at an operation that Amazon carries out; after the last one the action is put off. */
const looksSeconds = [1, 2, 3, 5, 8, 13] as const;

/**
 * Waits for an inbound operation. Throws VendorError: `refused` with Amazon's own words when it failed, `transient`
 * (operation_in_progress) when it is still going on.
 */
export async function finishOperation(session: Session, operationId: string): Promise<void> {
  for (const waitSeconds of looksSeconds) {
    await session.learn("getInboundOperationStatus", { waitSeconds });
    const { value } = await callApi(
      session,
      "getInboundOperationStatus",
      { method: "GET", path: `/inbound/fba/2024-03-20/operations/${encodeURIComponent(operationId)}` },
      operationStatus,
    );
    if (value.operationStatus === "SUCCESS") return;
    if (value.operationStatus === "IN_PROGRESS") continue;
    const said = value.operationProblems.map(({ code, message }) => `${code}: ${message}`).join("; ");
    throw new VendorError("refused", "operation_failed", `${value.operation}: ${said}`.slice(0, 300));
  }
  throw new VendorError("transient", "operation_in_progress", "Amazon is still working on it.", 30);
}
