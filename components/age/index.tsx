"use client";

import { useTranslations } from "next-intl";
import { ageParts, useFormat } from "@/components/format";
import { useIsLater } from "@/components/past/moment";
import { Unknown } from "@/components/unknown";
import { useMinute } from "./use-minute";

/** "12 min ago", counting on once a minute without being announced; the absolute time on hover and focus. */
export function Age({ from }: { from: string | null }) {
  const words = useAge();
  const format = useFormat();
  if (!from) return <Unknown />;
  return (
    <time dateTime={from} title={format.moment(from)} className="whitespace-nowrap">
      {words(from)}
    </time>
  );
}

/** Function that puts an age in words at the present minute; what is of after the moment that a page is read as of, as its time. */
export function useAge(): (from: string) => string {
  const t = useTranslations("freshness");
  const now = useMinute();
  const isLater = useIsLater();
  const format = useFormat();
  return (from) => {
    if (isLater(from)) return format.moment(from);
    const { unit, count } = ageParts(new Date(from), now);
    return t(`ago.${unit}`, { count });
  };
}
