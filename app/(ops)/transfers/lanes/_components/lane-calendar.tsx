import { useTranslations } from "next-intl";
import { everyWeekday } from "./lane-values";

const names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** On which weekdays a lane ships. */
export function LaneCalendar({ weekdays, error }: { weekdays: readonly number[]; error: string | null }) {
  const t = useTranslations("transfers.lanes");
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby={error ? "lane-weekdays-error" : undefined}>
      <legend className="text-form font-medium">{t("fields.shipWeekdays")}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {everyWeekday.map((day) => (
          <label key={day} className="flex min-h-6 cursor-pointer items-center gap-2 text-form">
            <input
              type="checkbox"
              name={`weekday${day}`}
              defaultChecked={weekdays.includes(day)}
              aria-invalid={error ? true : undefined}
              className="size-4 shrink-0 accent-accent"
            />
            {t(`weekdays.${names[day - 1] ?? "mon"}`)}
          </label>
        ))}
      </div>
      {error ? (
        <p id="lane-weekdays-error" className="text-caption text-out-ink">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
