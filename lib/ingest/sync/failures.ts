import { VendorError } from "@/lib/connectors/live-contract";

/** Failures in a row after which a stream is left alone for a while. */
export const failuresBeforeOpen = 5;
const openSecondsLeast = 60;
const openSecondsMost = 900;
const waitSecondsMost = 300;
/** What no repetition sets right is looked at again after this long: somebody may have repaired it. */
const hopelessSeconds = 900;

export interface Failure {
  code: string;
  /** For the person, without secrets; at most 300 characters. */
  detail: string;
  /** reconnect: the grant is gone. retry: again after `waitSeconds`. open: the circuit opens for `waitSeconds`. */
  step: "reconnect" | "retry" | "open";
  waitSeconds: number;
  /** The place in the pass may be what the vendor refuses, so it begins anew. */
  fromTheBeginning: boolean;
}

/**
 * What a failure means for a stream that has failed `before` times in a row. Only what is throttled or transient is tried
 * again soon: after a wait drawn by chance from nothing up to a bound that doubles each time ("full jitter"), never sooner
 * than the vendor asks. `chance` lies in [0, 1).
 */
export function judgeFailure(error: unknown, before: number, chance: number): Failure {
  const known = error instanceof VendorError ? error : null;
  const code = known?.code ?? "internal";
  const detail = (known?.message ?? "Something failed on our side; the log names it.").slice(0, 300);
  const failure = known?.failure ?? "transient";
  const asked = known?.retryAfterSeconds ?? 0;
  const common = { code, detail, fromTheBeginning: false };
  if (failure === "unauthorised") return { ...common, step: "reconnect", waitSeconds: 0 };
  if (failure === "throttled")
    return { ...common, step: "retry", waitSeconds: Math.max(asked, jittered(before, chance)) };
  if (failure === "transient") {
    if (before + 1 < failuresBeforeOpen)
      return { ...common, step: "retry", waitSeconds: Math.max(asked, jittered(before, chance)) };
    const open = Math.min(openSecondsMost, openSecondsLeast * 2 ** (before + 1 - failuresBeforeOpen));
    return { ...common, step: "open", waitSeconds: Math.max(asked, open) };
  }
  return { ...common, step: "open", waitSeconds: Math.max(asked, hopelessSeconds), fromTheBeginning: true };
}

/** At least a tenth of a second, so that a failing stream never spins. */
const jittered = (before: number, chance: number) =>
  Math.max(0.1, chance * Math.min(waitSecondsMost, 2 * 2 ** Math.min(before, 20)));
