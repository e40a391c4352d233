import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import type { ProposedShipment } from "@/lib/services/transfer-plan/read";
import { aboutMoney } from "../../decisions/_view/about-money";

/** How a shipment goes: what it carries, when it leaves and arrives, what it costs whatever its size, how full it is. */
export function ShipmentFacts({ lane, currency }: { lane: ProposedShipment; currency: string }) {
  const t = useTranslations("transfers.plan");
  const format = useFormat();
  const money = (minor: number) => aboutMoney(format, minor, currency);
  const toPay = Math.max(0, lane.fixedMinor - lane.fixedPaidMinor);
  const facts = [
    t("laneFacts", {
      lines: lane.lineCount,
      units: lane.units,
      days: Number(lane.leadTimeDays),
      freight: money(lane.freightMinor),
    }),
    lane.departsOn === null ? null : t("departs", { day: format.calendarDay(lane.departsOn) }),
    lane.leavingUnits > 0 ? t("joins", { units: lane.leavingUnits }) : null,
    toPay > 0 ? t("fixed", { money: money(toPay), lines: lane.lineCount }) : null,
    lane.room === null
      ? null
      : t("room", {
          share: format.percent(lane.room.share, { decimals: 0 }),
          limit: t(`limits.${lane.room.limit}`),
        }),
  ].flatMap((fact) => fact ?? []);
  const clashes = [
    lane.unitsMissing > 0 ? t("unitsMissing", { units: lane.unitsMissing }) : null,
    lane.valueMissingMinor > 0 ? t("valueMissing", { money: money(lane.valueMissingMinor) }) : null,
    lane.room !== null && lane.room.share > 1
      ? t("tooMuch", { limit: t(`limits.${lane.room.limit}`) })
      : null,
  ].flatMap((clash) => clash ?? []);
  return (
    <>
      {facts.join(" · ")}
      {clashes.map((clash) => (
        <span key={clash} className="block text-at-risk-ink">
          {clash}
        </span>
      ))}
    </>
  );
}
