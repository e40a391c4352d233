import { z } from "zod";
import { policyRules } from "./rules";

/** Least and most that a threshold may be, in its stored unit. */
export interface RuleLimits {
  least?: number;
  most?: number;
}

/** The limits of every threshold by its path, such as stock.serviceLevel, as the rules' own schema has them. */
export function ruleLimits(): Record<string, RuleLimits> {
  const found: Record<string, RuleLimits> = {};
  const walk = (node: unknown, path: string) => {
    if (typeof node !== "object" || node === null) return;
    if ("properties" in node && typeof node.properties === "object" && node.properties !== null)
      for (const [name, child] of Object.entries(node.properties))
        walk(child, path === "" ? name : `${path}.${name}`);
    else if ("type" in node && (node.type === "number" || node.type === "integer"))
      found[path] = { ...limit("least", node, "minimum"), ...limit("most", node, "maximum") };
  };
  walk(z.toJSONSchema(policyRules, { io: "input", unrepresentable: "any" }), "");
  return found;
}

function limit(name: keyof RuleLimits, node: object, key: string): RuleLimits {
  const value = Object.entries(node).find(([one]) => one === key)?.[1];
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? { [name]: value } : {};
}
