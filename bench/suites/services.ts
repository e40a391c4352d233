import { performance } from "node:perf_hooks";
import { refreshNextBatch } from "@/lib/jobs/figures-refresh";
import { commandActor } from "@/lib/services/_shared/actor";
import { undoAction } from "@/lib/services/action/undo";
import { approveRecommendation } from "@/lib/services/recommendation/approve";
import { rejectRecommendation } from "@/lib/services/recommendation/reject";
import { type BenchResult, percentile } from "../result";
import type { Workspace } from "../support/open-workspace";

const rounds = 60;

/** Approve, reject and undo as a server action calls them: from call to committed answer. */
export async function* run(workspace: Workspace): AsyncGenerator<BenchResult> {
  const { db } = await workspace.filled();
  while ((await refreshNextBatch(db)) > 0);
  const open = await db<{ id: number; version: number; optionKey: string }[]>`
    select id, version, options -> 0 ->> 'key' as "optionKey" from recommendation
    where state = 'open' and kind = 'shortage' and (options -> 0 ->> 'executable')::boolean
    order by id limit ${rounds * 2}`;
  if (open.length < 20)
    throw new Error(
      `the workspace has only ${open.length} decisions to approve; run the refresh suite's workspace`,
    );
  const approve: number[] = [];
  const undo: number[] = [];
  const reject: number[] = [];
  const timed = async <T>(into: number[], work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    into.push(performance.now() - started);
    return result;
  };
  const half = Math.floor(open.length / 2);
  let conflicts = 0;
  for (const { id, version, optionKey } of open.slice(0, half)) {
    try {
      const approved = await timed(approve, () =>
        approveRecommendation(db, commandActor, { id, version, optionKey }),
      );
      const actionId = approved.actions[0]?.id;
      if (actionId) await timed(undo, () => undoAction(db, commandActor, { actionId }));
    } catch {
      conflicts++;
    }
  }
  for (const { id, version } of open.slice(half)) {
    try {
      await timed(reject, () =>
        rejectRecommendation(db, commandActor, { id, version, reason: "other", note: "bench" }),
      );
    } catch {
      conflicts++;
    }
  }
  const against = conflicts > 0 ? `${conflicts} answered with a conflict` : null;
  yield {
    name: "approve a transfer, p95",
    value: percentile(approve, 0.95),
    unit: "ms",
    budget: "≤ 50",
    against,
  };
  yield { name: "reject, p95", value: percentile(reject, 0.95), unit: "ms", budget: "≤ 50", against: null };
  yield {
    name: "undo before sending, p95",
    value: percentile(undo, 0.95),
    unit: "ms",
    budget: "≤ 50",
    against: null,
  };
}
