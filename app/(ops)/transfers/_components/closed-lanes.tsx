import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import type { ClosedShipment } from "@/lib/services/transfer-plan/read";
import { aboutMoney } from "../../decisions/_view/about-money";

/** Lanes on which goods would gain but no shipment pays, each with what stands in its way. */
export function ClosedLanes({ closed, currency }: { closed: ClosedShipment[]; currency: string }) {
  const t = useTranslations("transfers");
  const format = useFormat();
  if (closed.length === 0) return null;
  return (
    <Panel title={t("closed.title")} subtitle={t("closed.text")}>
      <ul className="flex flex-col gap-1">
        {closed.map((lane) => (
          <li key={lane.laneId}>
            <span className="font-medium">
              {t("route", { origin: lane.originName, destination: lane.destinationName })}
            </span>{" "}
            <span className="text-muted">
              {t(`closed.${lane.why}`, {
                earns: aboutMoney(format, lane.earnsMinor, currency),
                fixed: aboutMoney(format, lane.fixedMinor, currency),
                least: lane.minUnits,
                most: lane.capacityUnits ?? 0,
              })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
