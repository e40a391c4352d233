import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { NotApplicable } from "@/components/unknown";
import type { LaneRow } from "@/db/queries/lanes";

const names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** When a lane ships, in a few words. */
export function LaneTimes({ lane }: { lane: LaneRow }) {
  const t = useTranslations("transfers.lanes");
  const format = useFormat();
  const words = [
    lane.shipWeekdays === null
      ? t("everyDay")
      : format.list(lane.shipWeekdays.map((day) => t(`weekdays.${names[day - 1] ?? "mon"}`))),
    lane.cutOffHour === null ? null : t("until", { hour: lane.cutOffHour }),
    lane.closedDays.length > 0 ? t("without", { count: lane.closedDays.length }) : null,
  ].flatMap((word) => word ?? []);
  return words.join(" · ");
}

/** Least and most of a shipment, what may not travel, and what the lane is for. */
export function LaneLimits({ lane }: { lane: LaneRow }) {
  const t = useTranslations("transfers.lanes");
  const format = useFormat();
  const words = [
    lane.kind === null ? null : t(`kinds.${lane.kind}`),
    lane.minUnits > 1 ? t("least", { units: lane.minUnits }) : null,
    lane.minValueMinor > 0
      ? t("leastValue", { money: format.money(lane.minValueMinor, lane.currency) })
      : null,
    lane.capacityUnits === null ? null : t("most", { units: lane.capacityUnits }),
    lane.capacityGrams === null ? null : t("mostWeight", { kilograms: lane.capacityGrams / 1_000 }),
    lane.capacityCm3 === null ? null : t("mostVolume", { litres: lane.capacityCm3 / 1_000 }),
    lane.hazmatAllowed ? null : t("noHazmat"),
    lane.coldChainAllowed ? null : t("noCold"),
    lane.cooldownDays === null ? null : t("cooldown", { days: lane.cooldownDays }),
  ].flatMap((word) => word ?? []);
  return words.length > 0 ? <span className="block min-w-72">{words.join(" · ")}</span> : <NotApplicable />;
}
