import { z } from "zod";

import type { Role } from "@/lib/services/_shared/actor";
import { postRecords, RECORDS_MAX, recordsAnswer, recordsQuery } from "@/lib/services/api/post-records";
import { KINDS, type Kind, recordSchemas } from "@/lib/services/api/record-kinds";
import { endpoint } from "../_http/endpoint";

const roles: readonly Role[] = ["supply", "marketing", "operator", "admin"];

const named = (kind: Kind) => kind.replaceAll(/-./g, (part) => part.slice(1).toUpperCase());
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** One operation a kind. The service checks each record by itself, so the body's schema only describes. */
const operation = (kind: Kind) =>
  endpoint({
    method: "post",
    id: `post${upper(named(kind))}`,
    path: `/records/${kind}`,
    summary: `Bring ${kind.replaceAll("-", " ")} in`,
    roles,
    query: recordsQuery,
    body: z.union([recordSchemas[kind], z.array(recordSchemas[kind]).max(RECORDS_MAX)]),
    unchecked: true,
    answer: recordsAnswer,
    run: ({ db, actor, query, body }) => postRecords(db, actor, { kind, source: query.source, body }),
  });

export const records = new Map(KINDS.map((kind) => [kind as string, operation(kind)]));
