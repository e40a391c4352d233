import { createHash } from "node:crypto";
import type { PolicyRules } from "@/lib/services/policy/rules";

/** Equal for equal rules, whatever the order of their keys. */
export function hashRules(rules: PolicyRules): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(rules)))
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
