"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMinute } from "@/components/age/use-minute";
import { buttonClass } from "@/components/button/look";
import { useFormat } from "@/components/format";
import { Menu } from "@/components/popup/menu";
import { addDays, dayInZone } from "@/lib/core/clock";
import { utcOfLocalMinute } from "@/lib/core/zones";

const hourMilliseconds = 3_600_000;

/** Nine in the morning of the next day by the reader's clock. Not by the machine's: the server's is another one. */
const tomorrowMorning = (now: Date, timeZone: string): Date =>
  new Date(utcOfLocalMinute(`${addDays(dayInZone(now, timeZone), 1)}T09:00`, timeZone) ?? now);

const spans = {
  hour: (now: Date) => new Date(now.getTime() + hourMilliseconds),
  fourHours: (now: Date) => new Date(now.getTime() + 4 * hourMilliseconds),
  tomorrow: tomorrowMorning,
  threeDays: (now: Date) => new Date(now.getTime() + 72 * hourMilliseconds),
  week: (now: Date) => new Date(now.getTime() + 168 * hourMilliseconds),
} as const satisfies Record<string, (now: Date, timeZone: string) => Date>;
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
        const until = spans[key](now, format.timeZone);
        const at = withinADay.includes(key) ? format.time(until) : format.moment(until);
        return {
          key,
          label: t(`spans.${key}`, { at }),
          onSelect: () => onChoose(spans[key](new Date(), format.timeZone)),
        };
      })}
    />
  );
}
