import { z } from "zod";
import type { Role } from "@/lib/services/_shared/actor";
import { undoAction } from "@/lib/services/action/undo";
import { approveRecommendation, quantitiesInput } from "@/lib/services/recommendation/approve";
import { rejectReasons, rejectRecommendation } from "@/lib/services/recommendation/reject";
import { snoozeRecommendation } from "@/lib/services/recommendation/snooze";
import { endpoint } from "../_http/endpoint";

export const deciders: readonly Role[] = ["supply", "marketing", "operator", "admin"];

export const recommendationParams = z.object({
  id: z.coerce.number().int().positive().meta({ description: "Number of the recommendation" }),
});

export const version = z
  .int()
  .positive()
  .meta({ description: "The version that was looked at; another one by now is a conflict" });

const decided = z.object({
  id: z.int(),
  state: z.enum(["open", "approved", "rejected", "snoozed", "expired", "superseded", "blocked"]),
  version: z.int(),
});

export const approve = endpoint({
  method: "post",
  id: "approveRecommendation",
  path: "/recommendations/{id}/approve",
  summary: "Approve one option of a recommendation, which is worked out again first",
  roles: ["supply", "marketing", "operator", "admin"],
  params: recommendationParams,
  body: z.strictObject({
    version,
    optionKey: z.string().min(1).max(100).meta({ description: "Key of the option" }),
    quantities: quantitiesInput
      .optional()
      .meta({ description: "Other quantities than the option's, by lane" }),
    note: z.string().trim().max(1_000).optional(),
  }),
  answer: z.object({
    id: z.int(),
    version: z.int(),
    optionKey: z.string(),
    actions: z.array(z.looseObject({})).meta({ description: "What was set going; see GET /actions" }),
  }),
  run: async ({ db, actor, params, body }) => {
    const { id, version, optionKey, actions } = await approveRecommendation(db, actor, {
      ...params,
      ...body,
    });
    return { id, version, optionKey, actions: actions.map((action) => ({ ...action })) };
  },
});

export const reject = endpoint({
  method: "post",
  id: "rejectRecommendation",
  path: "/recommendations/{id}/reject",
  summary: "Turn a recommendation down",
  roles: deciders,
  params: recommendationParams,
  body: z.strictObject({
    version,
    reason: z.enum(rejectReasons),
    note: z.string().trim().max(1_000).optional().meta({ description: "Needed when the reason is other" }),
  }),
  answer: decided,
  run: ({ db, actor, params, body }) => rejectRecommendation(db, actor, { ...params, ...body }),
});

export const snooze = endpoint({
  method: "post",
  id: "snoozeRecommendation",
  path: "/recommendations/{id}/snooze",
  summary: "Put a recommendation off",
  roles: deciders,
  params: recommendationParams,
  body: z.strictObject({
    version,
    until: z.iso.datetime({ offset: true }).meta({ description: "At most 90 days ahead" }),
  }),
  answer: decided,
  run: ({ db, actor, params, body }) => snoozeRecommendation(db, actor, { ...params, ...body }),
});

export const undo = endpoint({
  method: "post",
  id: "undoAction",
  path: "/actions/{id}/undo",
  summary: "Take an action back",
  roles: ["supply", "marketing", "admin"],
  params: z.object({ id: z.uuid().meta({ description: "Id of the action" }) }),
  body: z.strictObject({ reason: z.string().trim().max(500).optional() }),
  answer: z.object({
    actionId: z.uuid(),
    state: z
      .enum(["cancelled", "undoing"])
      .meta({ description: "cancelled: it had not been sent; undoing: its inverse is on its way" }),
    inverseId: z.uuid().nullable(),
    otherLines: z.number().int().meta({
      description: "Lines of other decisions taken back with it: a transfer order goes or stays whole",
    }),
  }),
  run: ({ db, actor, params, body }) => undoAction(db, actor, { actionId: params.id, ...body }),
});
