import { z } from "zod";
import { undoAction } from "@/lib/services/action/undo";
import { endpoint } from "../_http/endpoint";

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
  }),
  run: ({ db, actor, params, body }) => undoAction(db, actor, { actionId: params.id, ...body }),
});
