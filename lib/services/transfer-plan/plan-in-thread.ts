import { Worker } from "node:worker_threads";
import { type JointMoves, type PartProblem, planPart } from "@/lib/decisions/rebalance/joint/parts";

/** A plan of so many SKUs takes longer than other work of this process should wait. */
const manySkus = 300;

/** The plan of a part; of many SKUs in a thread of its own, so that what else this process does goes on meanwhile. */
export function planInThread(problem: PartProblem): Promise<JointMoves> {
  if (problem.problems.length < manySkus) return Promise.resolve(planPart(problem));
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("../../../bin/setup/typescript-thread.mjs", import.meta.url), {
      workerData: { file: "lib/decisions/rebalance/joint/parts.ts", name: "planPart", input: problem },
    });
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", (code) => reject(new Error(`The planning thread ended with ${code} and no plan.`)));
  });
}
