"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import type { Card } from "../load-card";

/** What was done about an item, newest first. */
export function Activity({ events }: { events: Card["activity"] }) {
  const t = useTranslations("decisions");
  const format = useFormat();
  if (events.length === 0) return null;
  return (
    <section className="card px-4 py-3">
      <h2 className="pb-1 text-card font-semibold">{t("activity")}</h2>
      <ol className="divide-y divide-border">
        {events.map((event) => (
          <li key={`${event.at} ${event.verb}`} className="flex flex-wrap gap-x-4 py-1.5">
            <time dateTime={event.at} className="w-40 shrink-0 text-muted">
              {format.moment(event.at, "table")}
            </time>
            <span>
              {t.has(`verbs.${event.verb}`) ? t(`verbs.${event.verb}`) : event.verb}
              <span className="text-muted">
                {" · "}
                {event.actorName}
                {event.reason ? ` · ${event.reason}` : ""}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
