import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import type { PlanGap } from "@/lib/services/transfer-plan/gaps";

/** Where what is missing can be entered. */
const hrefOf: Record<PlanGap["kind"], string> = {
  no_margin: "/imports/new",
  no_unit_cost: "/imports/new",
  no_weight: "/imports/new",
  no_stock: "/imports/new",
  no_forecast: "/imports/new",
  no_rate: "/imports/new",
  needs_removal_lane: "/imports/new",
  needs_inbound_lane: "/imports/new",
  no_departure: "/imports/new",
};

/** What the plan had to do without: what is missing, what was assumed or left out for it, and where it can be entered. */
export function PlanGaps({ gaps }: { gaps: PlanGap[] }) {
  const t = useTranslations("transfers.gaps");
  const format = useFormat();
  if (gaps.length === 0) return null;
  return (
    <Panel title={t("title")} subtitle={t("text")}>
      <ul className="flex flex-col gap-1">
        {gaps.map(({ kind, count, examples }) => (
          <li key={kind}>
            {t(kind, { count })}{" "}
            <span className="text-muted">
              {t("examples", { list: format.list(examples), more: count - examples.length })}
            </span>{" "}
            <AppLink href={hrefOf[kind] as Route} className="underline underline-offset-2">
              {t("enter")}
            </AppLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
