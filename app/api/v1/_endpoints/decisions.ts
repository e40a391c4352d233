import { z } from "zod";
import type { Role } from "@/lib/services/_shared/actor";
import { undoAction } from "@/lib/services/action/undo";
import { time } from "@/lib/services/api/list-schema";
import { recommendationItem } from "@/lib/services/api/recommendations";
import { approveRecommendation, quantitiesInput } from "@/lib/services/recommendation/approve";
import { rejectReasons, rejectRecommendation } from "@/lib/services/recommendation/reject";
import { snoozeRecommendation } from "@/lib/services/recommendation/snooze";
import { endpoint } from "../_http/endpoint";

const deciders: readonly Role[] = ["supply", "marketing", "operator", "admin"];

const recommendationParams = z.object({
  id: z.coerce.number().int().positive().meta({ description: "Number of the recommendation" }),
});

const version = z
  .int()
  .positive()
  .meta({ description: "The version that was looked at; another one by now is a conflict" });

const decided = z.object({
  id: z.int(),
  state: recommendationItem.shape.state,
  version: z.int(),
});

export const approve = endpoint({
  method: "post",
  id: "approveRecommendation",
  path: "/recommendations/{id}/approve",
  summary: "Approve one option of a recommendation, which is worked out again first",
  roles: deciders,
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
    waitingFor: z
      .array(recommendationItem.shape.team)
      .meta({ description: "Teams that have to approve steps of theirs before these begin" }),
    secondPerson: z
      .object({
        askedBy: z.string(),
        askedAt: time,
        exceeded: z
          .array(z.looseObject({}))
          .meta({ description: "The limits of one decider that it passes" }),
      })
      .nullable()
      .meta({
        description: "Nothing was set going: it waits for a person to approve the same; null: it does not",
      }),
  }),
  run: async ({ db, actor, params, body }) => {
    const { id, version, optionKey, actions, waitingFor, waiting } = await approveRecommendation(db, actor, {
      ...params,
      ...body,
    });
    const secondPerson = waiting && {
      askedBy: waiting.askedBy,
      askedAt: waiting.askedAt.toISOString(),
      exceeded: waiting.exceeded.map((one) => ({ ...one })),
    };
    return {
      ...{ id, version, optionKey, waitingFor },
      actions: actions.map((action) => ({ ...action })),
      secondPerson: secondPerson ?? null,
    };
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
  roles: deciders,
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
