import type { z } from "zod";
import type { Session } from "../../live-contract";
import { callApi } from "../client";
import type { Operation } from "../operations";
import {
  createdPlan,
  type Plan,
  type PlanSummary,
  packingOptions,
  placementOptions,
  plan,
  planItems,
  planList,
  shipment,
  startedOperation,
  transportationOptions,
} from "../wire-types/inbound";
import { finishOperation } from "./operation";

const root = "/inbound/fba/2024-03-20/inboundPlans";
const of = (planId: string, rest = ""): string => `${root}/${encodeURIComponent(planId)}${rest}`;

interface Paged {
  pagination?: { nextToken?: string | undefined } | undefined;
}

/** Everything that pages of a list hold; no list of these is longer than a plan's 2,000 items. */
async function allPages<T extends Paged, R>(
  session: Session,
  operation: Operation,
  path: string,
  query: Record<string, string | number | null>,
  schema: z.ZodType<T>,
  rows: (page: T) => readonly R[],
): Promise<R[]> {
  const found: R[] = [];
  let token: string | null = null;
  do {
    const page: { value: T } = await callApi(
      session,
      operation,
      { method: "GET", path, query: { ...query, paginationToken: token } },
      schema,
    );
    found.push(...rows(page.value));
    const next: string | null = page.value.pagination?.nextToken ?? null;
    token = next === token ? null : next;
  } while (token !== null);
  return found;
}

/** How many of the newest plans are looked through for one of ours: pages of 30. */
const planPagesMax = 10;

/** The plan whose name is told apart by `mark`; null when the newest 300 hold none. */
export async function findPlan(session: Session, mark: string): Promise<PlanSummary | null> {
  let token: string | null = null;
  for (let page = 0; page < planPagesMax; page++) {
    const query = { pageSize: 30, sortBy: "CREATION_TIME", sortOrder: "DESC", paginationToken: token };
    const answer: { value: z.output<typeof planList> } = await callApi(
      session,
      "listInboundPlans",
      { method: "GET", path: root, query },
      planList,
    );
    const found = answer.value.inboundPlans?.find(({ name }) => name.includes(mark));
    if (found) return found;
    token = answer.value.pagination?.nextToken ?? null;
    if (token === null) return null;
  }
  return null;
}

export const createPlan = async (session: Session, body: unknown) =>
  (await callApi(session, "createInboundPlan", { method: "POST", path: root, body }, createdPlan)).value;

export const getPlan = async (session: Session, planId: string): Promise<Plan> =>
  (await callApi(session, "getInboundPlan", { method: "GET", path: of(planId) }, plan)).value;

export const listPlanItems = (session: Session, planId: string) =>
  allPages(
    session,
    "listInboundPlanItems",
    of(planId, "/items"),
    { pageSize: 1000 },
    planItems,
    (page) => page.items,
  );

export const listPacking = (session: Session, planId: string) =>
  allPages(
    session,
    "listPackingOptions",
    of(planId, "/packingOptions"),
    { pageSize: 20 },
    packingOptions,
    (page) => page.packingOptions,
  );

export const listPlacement = (session: Session, planId: string) =>
  allPages(
    session,
    "listPlacementOptions",
    of(planId, "/placementOptions"),
    { pageSize: 20 },
    placementOptions,
    (page) => page.placementOptions,
  );

export const listTransportation = (session: Session, planId: string, placementOptionId: string) =>
  allPages(
    session,
    "listTransportationOptions",
    of(planId, "/transportationOptions"),
    { pageSize: 20, placementOptionId },
    transportationOptions,
    (page) => page.transportationOptions,
  );

export const getShipment = async (session: Session, planId: string, shipmentId: string) =>
  (
    await callApi(
      session,
      "getShipment",
      { method: "GET", path: of(planId, `/shipments/${encodeURIComponent(shipmentId)}`) },
      shipment,
    )
  ).value;

/** Starts one of the plan's operations and waits until it is done. Throws VendorError. */
export async function run(
  session: Session,
  operation: Operation,
  method: "POST" | "PUT",
  planId: string,
  rest: string,
  body?: unknown,
): Promise<void> {
  const { value } = await callApi(
    session,
    operation,
    { method, path: of(planId, rest), body },
    startedOperation,
  );
  await finishOperation(session, value.operationId);
}
