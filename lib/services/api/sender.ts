import type { Kind, Sender } from "@/lib/ingest";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";

/**
 * Puts on the audit who brings records in: several at once with their counts; single ones, of which a thousand may come a
 * second, by a row when they begin and one with their counts, for each token, source, kind and second. The audit is one
 * chain that every write waits for, so a row for each record would let one through at a time.
 */
export function recordsSender(actor: Actor, kind: Kind, source: string): Sender {
  const about = (runId: number) => ({ entity: "import", entityId: runId });
  return {
    key: `${actor.kind}:${actor.id}:${actor.role}:${actor.name}`,
    begun: (tx, runId) =>
      writeAudit(tx, actor, { verb: "records.begin", ...about(runId), after: { kind, source } }),
    counted: (tx, runId, { read, accepted, unchanged, rejected }) =>
      writeAudit(tx, actor, {
        verb: "records.bring",
        ...about(runId),
        after: { kind, source, read, accepted, unchanged, rejected },
      }),
  };
}
