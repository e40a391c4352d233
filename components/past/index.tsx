import { History } from "lucide-react";
import type { Route } from "next";
import { useNow, useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/button";
import { ButtonLink } from "@/components/button/button-link";
import { useFormat } from "@/components/format";
import { zoneCity } from "@/components/format/date";
import { Popup } from "@/components/popup";
import { MomentField } from "./moment-field";

/** On a page that is read as of a moment: when, what is not kept of it, and the way back. */
export function PastBar({ asOf, nowHref, notes }: { asOf: string; nowHref: string; notes: string[] }) {
  const t = useTranslations("past");
  const format = useFormat();
  return (
    <div
      role="status"
      className="mb-3 flex flex-wrap items-center gap-3 rounded-control border border-accent bg-accent-soft px-3 py-2"
    >
      <History aria-hidden="true" size={16} className="shrink-0" />
      <p className="min-w-0 flex-1">
        <span className="font-semibold">{t("bar", { at: format.moment(asOf) })}</span> {t("noActs")}
        {notes.map((note) => (
          <span key={note} className="block">
            {note}
          </span>
        ))}
      </p>
      <ButtonLink size="sm" href={nowHref as Route}>
        {t("backToNow")}
      </ButtonLink>
    </div>
  );
}

/** Asks for a moment to read the page as of; what else is in the address stays. */
export function PastPicker({
  asOf,
  kept,
}: {
  asOf: string | null;
  kept: readonly (readonly [string, string])[];
}) {
  const t = useTranslations("past");
  const now = useNow();
  const format = useFormat();
  const id = useId();
  return (
    <Popup
      align="end"
      className="h-(--control-height) px-2 text-muted hover:bg-surface-secondary"
      trigger={
        <>
          <History aria-hidden="true" size={14} />
          {t("read")}
        </>
      }
    >
      <form className="flex w-64 flex-col gap-2 p-3" method="get">
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label htmlFor={id} className="text-form">
          {t("moment", { zone: zoneCity(format.timeZone) })}
        </label>
        <MomentField id={id} asOf={asOf} latest={now.toISOString()} />
        <Button type="submit" variant="primary" size="sm">
          {t("go")}
        </Button>
      </form>
    </Popup>
  );
}
