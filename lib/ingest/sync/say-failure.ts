import type { Stream } from "@/lib/connectors/live-contract";
import { type Say, say } from "@/lib/core/say";
import type { Failure } from "./failures";

/** That the grant is gone, for pages. `code` is the vendor's. */
export const sayRevoked = (code: string): Say => say("refusals.stream.reconnect", { code });

/** Why a stream cannot be read, for pages. */
export function sayFailure(stream: Stream, { step, code, fromTheBeginning }: Failure): Say {
  const values = { stream: say(`refusals.stream.names.${stream}`), code };
  if (step === "reconnect") return sayRevoked(code);
  if (code === "internal") return say("refusals.stream.ours", values);
  return fromTheBeginning
    ? say("refusals.stream.refused", values)
    : say("refusals.stream.unreachable", values);
}
