"use client";

import { Bell as BellIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Popup } from "@/components/popup";
import type { ShellNotice } from "./types";

/** What finished elsewhere. */
export function Bell({ unread, notices }: { unread: number | null; notices: ShellNotice[] }) {
  const t = useTranslations("shell");
  const format = useFormat();
  const label = unread === null ? t("noticesUnknown") : t("notices", { count: unread });
  return (
    <Popup
      label={label}
      align="end"
      className="relative h-8 w-8 justify-center text-muted hover:bg-surface-secondary hover:text-foreground"
      trigger={
        <>
          <BellIcon aria-hidden="true" size={16} />
          {unread ? (
            <span
              aria-hidden="true"
              className="absolute -top-0.5 left-[18px] rounded-chip bg-accent px-1 text-[12px] leading-4 font-medium text-accent-foreground"
            >
              {format.number(unread)}
            </span>
          ) : null}
        </>
      }
    >
      <div className="w-80 p-2">
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
