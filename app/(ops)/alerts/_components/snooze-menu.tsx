"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMinute } from "@/components/age/use-minute";
import { buttonClass } from "@/components/button/look";
import { useFormat } from "@/components/format";
import { Menu } from "@/components/popup/menu";

const hourMilliseconds = 3_600_000;

/** Nine in the morning of the next day, where the reader is. */
export function tomorrowMorning(now: Date): Date {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(9, 0, 0, 0);
  return morning;
}

const spans = {
  hour: (now: Date) => new Date(now.getTime() + hourMilliseconds),
  fourHours: (now: Date) => new Date(now.getTime() + 4 * hourMilliseconds),
  tomorrow: tomorrowMorning,
  threeDays: (now: Date) => new Date(now.getTime() + 72 * hourMilliseconds),
  week: (now: Date) => new Date(now.getTime() + 168 * hourMilliseconds),
} as const;
const keys = ["hour", "fourHours", "tomorrow", "threeDays", "week"] as const;
const withinADay: readonly string[] = ["hour", "fourHours", "tomorrow"];

/** How long an alert stays away; each entry says until when. */
export function SnoozeMenu({ text, onChoose }: { text: string; onChoose: (until: Date) => void }) {
  const t = useTranslations("alerts");
  const format = useFormat();
  const now = useMinute();
  return (
    <Menu
      label={t("snoozeOf", { text })}
      align="end"
      className={buttonClass({})}
      trigger={
        <>
          {t("snooze")}
          <ChevronDown aria-hidden="true" size={14} />
        </>
      }
      items={keys.map((key) => {
        const until = spans[key](now);
        const at = withinADay.includes(key) ? format.time(until) : format.moment(until);
        return { key, label: t(`spans.${key}`, { at }), onSelect: () => onChoose(spans[key](new Date())) };
      })}
    />
  );
}
