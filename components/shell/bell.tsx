"use client";

import { Bell as BellIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Popup } from "@/components/popup";
import { SeverityShape } from "@/components/severity";
import type { ShellData, ShellNotice } from "./types";

/** What lasts that somebody should see to, and what finished elsewhere. */
export function Bell({
  alerts,
  unread,
  notices,
}: {
  alerts: ShellData["alerts"];
  unread: number | null;
  notices: ShellNotice[];
}) {
  const t = useTranslations("shell");
  const format = useFormat();
  const count = (alerts?.open ?? 0) + (unread ?? 0);
  // The name begins with the figure that is seen, so that it can be spoken to.
  const label =
    alerts === null || unread === null
      ? t("noticesUnknown")
      : t("bell.label", { count: format.number(count), alerts: alerts.open, notices: unread });
  return (
    <Popup
      label={label}
      align="end"
      className="relative h-8 w-8 justify-center text-muted hover:bg-surface-secondary hover:text-foreground"
      trigger={
        <>
          <BellIcon aria-hidden="true" size={16} />
          {count > 0 ? (
            <span
              aria-hidden="true"
              className="absolute -top-0.5 left-[18px] rounded-chip bg-accent px-1 text-[12px] leading-4 font-medium text-accent-foreground"
            >
              {format.number(count)}
            </span>
          ) : null}
        </>
      }
    >
      <div className="flex w-96 max-w-full flex-col gap-2 p-2">
        <section>
          <h2 className="px-2 py-1 text-body font-semibold">{t("bell.title")}</h2>
          {alerts?.open === 0 ? <p className="px-2 py-1 text-muted">{t("bell.none")}</p> : null}
          <ul>
            {alerts?.newest.map((alert) => (
              <li key={alert.id}>
                <AppLink
                  href={alert.href}
                  className="flex gap-2 rounded-chip px-2 py-1.5 hover:bg-surface-tertiary"
                >
                  <span className="pt-0.5">
                    <SeverityShape severity={alert.severity} />
                    <span className="sr-only">{t(`bell.severity.${alert.severity}`)}: </span>
                  </span>
                  <span className="min-w-0">
                    <span className="block">{alert.text}</span>
                    <span className="text-caption text-muted">
                      <Age from={alert.at} />
                    </span>
                  </span>
                </AppLink>
              </li>
            ))}
          </ul>
          <AppLink
            href="/alerts"
            className="target-24 mx-2 my-1 inline-flex items-center text-accent underline underline-offset-2"
          >
            {t("bell.all")}
          </AppLink>
        </section>
        <section className="border-t border-border pt-2">
          <h2 className="px-2 py-1 text-body font-semibold">{t("noticesTitle")}</h2>
          {notices.length === 0 ? (
            <p className="px-2 pb-2 text-muted">{unread === null ? t("noticesUnknown") : t("noNotices")}</p>
          ) : null}
          <ul>
            {notices.map((notice) => (
              <li key={notice.id}>
                <NoticeLine notice={notice} />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Popup>
  );
}

function NoticeLine({ notice }: { notice: ShellNotice }) {
  const content = (
    <>
      <span className="block">{notice.text}</span>
      <span className="text-caption text-muted">
        <Age from={notice.at} />
      </span>
    </>
  );
  if (!notice.href) return <p className="px-2 py-1.5">{content}</p>;
  return (
    <AppLink href={notice.href} className="block rounded-chip px-2 py-1.5 hover:bg-surface-tertiary">
      {content}
    </AppLink>
  );
}
