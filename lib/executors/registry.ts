import { connectorExecutor } from "./connector/executor";
import type { Executor, ExecutorName } from "./contract";
import { manualExecutor } from "./manual/executor";
import { webhookExecutor } from "./webhook/executor";

/** Every way an action can be carried out, by the name in `action.executor`. */
export const executors: Record<ExecutorName, Executor> = {
  webhook: webhookExecutor,
  manual: manualExecutor,
  connector: connectorExecutor(),
};
