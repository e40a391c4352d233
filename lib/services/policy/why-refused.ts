import type { PlimsollError } from "@/lib/core/errors";

/** Why one of many was not approved: what of the policy stands against it, or else the kind of the error. */
export type WhyRefused = PlimsollError["code"] | "blackout" | "watched" | "cooldown" | "stopped";

/** Tells what guard and the switch refuse apart from what changed meanwhile; both are a Conflict. */
export function whyRefused({ code, details }: PlimsollError): WhyRefused {
  if (typeof details !== "object" || details === null || !("kind" in details)) return code;
  if (details.kind === "cooldown" || details.kind === "stopped") return details.kind;
  if (details.kind !== "policy" || !("refusal" in details)) return code;
  const { why } = details.refusal as { why: string };
  return why === "blackout" ? "blackout" : "watched";
}
