import { type Answer, type Asked, ok, problem } from "./answer";
import { type AmazonState, longId, type Operation } from "./state";

export const badRequest = (message: string): Answer => problem(400, "BadRequest", message);

/** Takes work on: it is done at once, but shows as done only after some looks. */
export function startOperation(
  state: AmazonState,
  name: string,
  broken: Operation["problem"] = null,
): string {
  const id = longId(state, "").slice(0, 38);
  state.operations.set(id, { id, name, looks: 0, problem: broken });
  return id;
}

/** Fulfillment Inbound: getInboundOperationStatus. */
export function getInboundOperationStatus(state: AmazonState, asked: Asked): Answer {
  const operation = state.operations.get(asked.segments[4] ?? asked.segments[3] ?? "");
  if (!operation) return badRequest("The operationId is malformed.");
  operation.looks++;
  const done = operation.looks > state.options.looks;
  return ok({
    operationId: operation.id,
    operation: operation.name,
    operationStatus: !done ? "IN_PROGRESS" : operation.problem ? "FAILED" : "SUCCESS",
    operationProblems: done && operation.problem ? [{ ...operation.problem, severity: "ERROR" }] : [],
  });
}
