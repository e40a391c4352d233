"use client";

import { useTranslations } from "next-intl";
import type { OrderProblem } from "@/db/queries/orders";

/** Why an order is stuck, from the code that is kept with it. */
export function Stuck({ code }: { code: string }) {
  const t = useTranslations("orders.problems.stuck");
  const words = t.has(code) ? t(code as "other", { code }) : t("other", { code });
  return <span title={words}>{words}</span>;
}

/** One line that says what is wrong with an order: "2 read as 20 units". */
export function Problem({ problem }: { problem: OrderProblem | null }) {
  const t = useTranslations("orders.problems");
  const states = useTranslations("orders.states");
  if (!problem) return null;
  switch (problem.kind) {
    case "sync_error":
      return <Stuck code={problem.error} />;
    case "different": {
      const [first, ...rest] = problem.differences;
      if (!first) return null;
      const field = t.has(`fields.${first.field}`)
        ? t(`fields.${first.field}` as "fields.quantity")
        : first.field;
      const shown = (value: typeof first.ours) => {
        if (value === null || value === undefined) return t("nothing");
        const state = (first.field === "status" || first.field === "state") && states.has(String(value));
        return state ? states(String(value) as "open") : String(value);
      };
      const text = t("different", { field, ours: shown(first.ours), theirs: shown(first.theirs) });
      return <span>{rest.length > 0 ? t("andMore", { text, count: rest.length }) : text}</span>;
    }
    case "return":
      return <span>{t("return", { sku: problem.skuCode, state: problem.returnState })}</span>;
    default:
      return <span>{t(problem.kind)}</span>;
  }
}
